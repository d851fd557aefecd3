package sc.fiji.blindsr.kernel.shape;

import sc.fiji.blindsr.kernel.BlurKernel;

/** The shape of a blur: how much light comes to lie where. */
public interface BlurShape {

    /**
     * The light at a distance from the middle, of no particular unit.
     *
     * @param x columns, high-resolution pixels
     * @param y rows, downwards
     */
    double at(double x, double y);

    /** Its values on a size×size grid around a point (column, row), divided by their sum. */
    default BlurKernel sampled(final int size, final double centreX, final double centreY) {
        final double[] values = new double[size * size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++)
                values[row * size + column] = at(column - centreX, row - centreY);
        return BlurKernel.square(values).normalised();
    }
}
