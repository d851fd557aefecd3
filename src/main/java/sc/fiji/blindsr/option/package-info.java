/**
 * The options of all commands. An {@link sc.fiji.blindsr.option.Option} has a macro key, a type, a default and a check; it
 * parses its text once, so that the code behind it works with typed values.
 */
package sc.fiji.blindsr.option;
