/** Fiji's commands: forms whose texts come from {@link sc.fiji.blindsr.Option} and whose work is {@link sc.fiji.blindsr.Task}. */
package sc.fiji.blindsr.command;
