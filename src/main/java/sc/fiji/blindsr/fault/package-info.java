/**
 * What goes wrong. {@link sc.fiji.blindsr.fault.UserError} is what a user can put right, and the only exception that is
 * shown as such; all others are bugs. This package knows no other of the plugin, so that every other may use it.
 */
package sc.fiji.blindsr.fault;
