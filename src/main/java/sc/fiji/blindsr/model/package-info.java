/**
 * Model files and the folder they are kept in: reading PyTorch and safetensors files into plain arrays, and writing them.
 * Nothing here needs PyTorch or runs code from a file.
 */
package sc.fiji.blindsr.model;
