package org.plumbline.core.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.input.PlumblineException;

/**
 * A TorchScript program on the engine: source text and scalar attributes, no weights. Tensors are passed in with each
 * call. Call it inside {@link TorchRuntime#call} only.
 */
public final class TorchProgram {
    private final String name;
    private final PtSymbolBlock block;
    private final TorchScope scope;

    private TorchProgram(String name, PtSymbolBlock block, TorchScope scope) {
        this.name = name;
        this.block = block;
        this.scope = scope;
    }

    /**
     * Compiles a program.
     *
     * @param source declares {@code class M(Module)}
     * @param attributes values of the attributes it declares besides {@code training}
     * @throws PlumblineException with libtorch's message and source line when the text does not compile
     */
    public static TorchProgram load(TorchRuntime runtime, String name, String source, Map<String, Object> attributes) {
        byte[] archive = ProgramArchive.of(source, attributes);
        TorchScope scope = runtime.newScope();
        return runtime.call(unused -> {
            try (InputStream in = new ByteArrayInputStream(archive)) {
                return new TorchProgram(name, JniUtils.loadModule(scope.manager(), in, false, false), scope);
            } catch (EngineException e) {
                scope.close();
                throw new PlumblineException("program " + name + " does not compile: " + e.getMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Reads a source text that lies beside this class. */
    public static String resource(String file) {
        try (InputStream in = TorchProgram.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no program text " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a method in inference mode. The arguments are closed; the result is the caller's to close. What comes out
     * can take no gradient.
     */
    public IValue run(String method, IValue... arguments) {
        try {
            return IValueUtils.runMethod(block, method, arguments);
        } catch (EngineException e) {
            throw failure(method, e);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    /** Runs a method whose arguments include a handle that stays open: a cache or packed weights, given first. */
    public IValue runWith(List<IValue> kept, String method, IValue... arguments) {
        List<IValue> all = new ArrayList<>(kept);
        all.addAll(List.of(arguments));
        try {
            return IValueUtils.runMethod(block, method, all.toArray(new IValue[0]));
        } catch (EngineException e) {
            throw failure(method, e);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    /** Arguments of a call with autograd on: tensors and lists of tensors, in the method's order. */
    public static final class TrainingArguments {
        private final NDList list = new NDList();
        private int lists;

        /** Starts the arguments of {@code method}; results are made in {@code scope}. */
        public TrainingArguments(TorchScope scope, String method) {
            PtNDArray selector = scope.longs(new long[] {0});
            selector.setName("module_method:" + method);
            list.add(selector);
        }

        public TrainingArguments tensor(PtNDArray tensor) {
            list.add(tensor);
            return this;
        }

        public TrainingArguments tensors(List<PtNDArray> tensors) {
            // DJL gathers neighbours of one name into a List[Tensor].
            String listName = "list" + lists++ + "[]";
            for (PtNDArray tensor : tensors) {
                tensor.setName(listName);
                list.add(tensor);
            }
            return this;
        }
    }

    /** Runs a method with autograd on. Results belong to the scope of the arguments. */
    public List<PtNDArray> train(TrainingArguments arguments) {
        String method = arguments.list.get(0).getName().substring("module_method:".length());
        try {
            NDList results = IValueUtils.forward(block, arguments.list, true);
            return results.stream().map(PtNDArray.class::cast).toList();
        } catch (EngineException e) {
            throw failure(method, e);
        } finally {
            for (NDArray tensor : arguments.list) {
                tensor.setName(null);
            }
        }
    }

    private PlumblineException failure(String method, EngineException e) {
        return new PlumblineException("program " + name + ", method " + method + ": " + e.getMessage(), e);
    }

    /** Tensor argument list. */
    public static IValue listOf(List<PtNDArray> tensors) {
        return IValue.listFrom(tensors.toArray(new PtNDArray[0]));
    }

    /** Takes a tensor result into a scope and closes the handle. */
    public static PtNDArray tensor(IValue result, TorchScope scope) {
        try (result) {
            return result.toTensor(scope.manager());
        }
    }

    /** Takes a list result into a scope and closes the handle. */
    public static List<PtNDArray> tensors(IValue result, TorchScope scope) {
        try (result) {
            return List.of(result.toTensorArray(scope.manager()));
        }
    }

    /** Frees the compiled code. */
    public void close() {
        block.close();
        scope.close();
    }
}
