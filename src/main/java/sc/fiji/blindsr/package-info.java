package sc.fiji.blindsr;
