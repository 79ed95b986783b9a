package org.plumbline.core.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors that are freed together. Shapes are outermost first; data is row-major. */
public final class TorchScope implements AutoCloseable {
    private final PtNDManager manager;

    TorchScope(PtNDManager manager) {
        this.manager = manager;
    }

    PtNDManager manager() {
        return manager;
    }

    /** int64 tensor. */
    public PtNDArray longs(long[] data, long... shape) {
        return (PtNDArray) manager.create(data, new Shape(shape));
    }

    /** float32 tensor. */
    public PtNDArray floats(float[] data, long... shape) {
        return (PtNDArray) manager.create(data, new Shape(shape));
    }

    /** float64 tensor. */
    public PtNDArray doubles(double[] data, long... shape) {
        return (PtNDArray) manager.create(data, new Shape(shape));
    }

    /** float32 tensor of zeros. */
    public PtNDArray zeros(Shape shape) {
        return zeros(shape, DataType.FLOAT32);
    }

    /** Tensor of zeros; {@code type} may be any but bfloat16, which DJL has no arrays of. */
    public PtNDArray zeros(Shape shape, DataType type) {
        return (PtNDArray) manager.zeros(shape, type);
    }

    /**
     * A tensor over a direct buffer in native byte order, without a copy on the CPU; the buffer stays alive with it.
     */
    public PtNDArray over(ByteBuffer buffer, DataType type, Shape shape) {
        return manager.create(buffer.order(ByteOrder.nativeOrder()), shape, type);
    }

    /** Moves a tensor into this scope, so that it outlives the one it was made in. */
    public PtNDArray adopt(PtNDArray tensor) {
        tensor.attach(manager);
        return tensor;
    }

    @Override
    public void close() {
        manager.close();
    }
}
