package org.lockreplay.quickjar;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * The class of one lambda: keeps what the lambda captured, and has the one method of its interface,
 * which calls what javac made of the lambda's body, or the method referred to.
 */
final class LambdaClass {

    /** The static method that makes an object, or answers the only one, if nothing is captured. */
    static final String FACTORY = "of";

    private static final String ONLY = "ONLY";
    private static final Type OBJECT = Type.getType(Object.class);
    private static final int FINAL = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;

    private final Type self;
    private final Type made;
    private final Type[] captured;
    private final Method method;
    private final Handle body;
    private final Type actual;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    /**
     * @param name of the new class
     * @param method the name of the interface's method
     * @param descriptor what is captured, and the interface
     * @param arguments of the metafactory: the method's type as the interface has it, the method to
     *     call, and the method's type where the lambda stands
     */
    LambdaClass(String name, String method, String descriptor, Object... arguments) {
        this.self = Type.getObjectType(name);
        this.made = Type.getReturnType(descriptor);
        this.captured = Type.getArgumentTypes(descriptor);
        this.method = new Method(method, ((Type) arguments[0]).getDescriptor());
        this.body = (Handle) arguments[1];
        this.actual = (Type) arguments[2];
    }

    /**
     * The class file.
     *
     * @param nest the host of the nest that the class belongs to
     * @param version of the class file
     */
    byte[] bytes(String nest, int version) {
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        String[] interfaces = {made.getInternalName()};
        writer.visit(
                version,
                access,
                self.getInternalName(),
                null,
                OBJECT.getInternalName(),
                interfaces);
        writer.visitNestHost(nest);
        for (int i = 0; i < captured.length; i++) {
            writer.visitField(FINAL, field(i), captured[i].getDescriptor(), null, null);
        }
        constructor();
        if (captured.length == 0) {
            only();
        }
        factory();
        call();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static String field(int index) {
        return "captured" + index;
    }

    private GeneratorAdapter code(int access, Method method) {
        return new GeneratorAdapter(access, method, null, null, writer);
    }

    private Method constructorMethod() {
        return new Method("<init>", Type.VOID_TYPE, captured);
    }

    private void constructor() {
        GeneratorAdapter code = code(Opcodes.ACC_PRIVATE, constructorMethod());
        code.loadThis();
        code.invokeConstructor(OBJECT, Method.getMethod("void <init> ()"));
        for (int i = 0; i < captured.length; i++) {
            code.loadThis();
            code.loadArg(i);
            code.putField(self, field(i), captured[i]);
        }
        code.returnValue();
        code.endMethod();
    }

    private void only() {
        writer.visitField(FINAL | Opcodes.ACC_STATIC, ONLY, made.getDescriptor(), null, null);
        GeneratorAdapter code = code(Opcodes.ACC_STATIC, Method.getMethod("void <clinit> ()"));
        code.newInstance(self);
        code.dup();
        code.invokeConstructor(self, constructorMethod());
        code.putStatic(self, ONLY, made);
        code.returnValue();
        code.endMethod();
    }

    private void factory() {
        GeneratorAdapter code = code(Opcodes.ACC_STATIC, new Method(FACTORY, made, captured));
        if (captured.length == 0) {
            code.getStatic(self, ONLY, made);
        } else {
            code.newInstance(self);
            code.dup();
            code.loadArgs();
            code.invokeConstructor(self, constructorMethod());
        }
        code.returnValue();
        code.endMethod();
    }

    /** The method of the interface. */
    private void call() {
        GeneratorAdapter code = code(Opcodes.ACC_PUBLIC, method);
        Adaptation adaptation = new Adaptation(code);
        boolean constructs = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
        Type owner = Type.getObjectType(body.getOwner());
        if (constructs) {
            code.newInstance(owner);
            code.dup();
        }
        Type[] wanted = wanted(owner);
        for (int i = 0; i < captured.length; i++) {
            code.loadThis();
            code.getField(self, field(i), captured[i]);
            adaptation.adapt(captured[i], captured[i], wanted[i]);
        }
        Type[] given = method.getArgumentTypes();
        for (int i = 0; i < given.length; i++) {
            code.loadArg(i);
            adaptation.adapt(given[i], actual.getArgumentTypes()[i], wanted[captured.length + i]);
        }
        code.visitMethodInsn(
                opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
        adaptation.adapt(
                constructs ? owner : Type.getReturnType(body.getDesc()),
                actual.getReturnType(),
                method.getReturnType());
        code.returnValue();
        code.endMethod();
    }

    /** What the body takes, its receiver included. */
    private Type[] wanted(Type owner) {
        Type[] parameters = Type.getArgumentTypes(body.getDesc());
        if (body.getTag() == Opcodes.H_INVOKESTATIC
                || body.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            return parameters;
        }
        Type[] wanted = new Type[parameters.length + 1];
        wanted[0] = owner;
        System.arraycopy(parameters, 0, wanted, 1, parameters.length);
        return wanted;
    }

    /** A private method of the nest is called as any other; javac never refers to one of super. */
    private int opcode() {
        return switch (body.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            default -> body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    }
}
