/**
 * Blind SR for plain ImageJ 1.x, and what plain ImageJ and Fiji's commands share: how an image is named, how progress,
 * an error and a result are shown. Nothing here knows SciJava, which plain ImageJ lacks.
 */
package sc.fiji.blindsr.ij1;
