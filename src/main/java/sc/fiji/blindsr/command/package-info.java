/**
 * Fiji's commands: forms with the texts of {@link sc.fiji.blindsr.Option}, whose work is {@link sc.fiji.blindsr.Task}.
 */
package sc.fiji.blindsr.command;
