/**
 * Fiji's commands: the inputs and outputs that SciJava sees of each {@link sc.fiji.blindsr.Task}, which does the work. Labels and
 * defaults are those of its {@linkplain sc.fiji.blindsr.option.Option options}.
 */
package sc.fiji.blindsr.command;
