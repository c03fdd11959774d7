package org.lockreplay.quickjar;

import java.util.Map;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;

/**
 * Turns a value on the stack into another type as {@code java.lang.invoke.LambdaMetafactory} turns
 * what goes into a lambda and what comes out: by a cast, by boxing, or by widening.
 */
final class Adaptation {

    private static final Type OBJECT = Type.getType(Object.class);

    private static final Map<String, Type> PRIMITIVES =
            Map.of(
                    "java/lang/Boolean", Type.BOOLEAN_TYPE,
                    "java/lang/Byte", Type.BYTE_TYPE,
                    "java/lang/Character", Type.CHAR_TYPE,
                    "java/lang/Short", Type.SHORT_TYPE,
                    "java/lang/Integer", Type.INT_TYPE,
                    "java/lang/Long", Type.LONG_TYPE,
                    "java/lang/Float", Type.FLOAT_TYPE,
                    "java/lang/Double", Type.DOUBLE_TYPE);

    private final GeneratorAdapter code;

    Adaptation(GeneratorAdapter code) {
        this.code = code;
    }

    /**
     * @param from the type of the value
     * @param known what it is known to be, which may be more than its type says
     * @param to the type that is wanted; nothing is done about a result that is not
     */
    void adapt(Type from, Type known, Type to) {
        if (from.equals(Type.VOID_TYPE) || to.equals(Type.VOID_TYPE)) {
            return;
        }
        if (!isPrimitive(from)) {
            Type source = isPrimitive(known) ? from : known;
            cast(from, source);
            if (isPrimitive(to)) {
                unbox(source, to);
            } else {
                cast(source, to);
            }
        } else if (isPrimitive(to)) {
            code.cast(from, to);
        } else {
            Type boxed = primitive(to, from);
            code.cast(from, boxed);
            code.valueOf(boxed);
        }
    }

    private void unbox(Type source, Type to) {
        Type boxed = primitive(source, to);
        code.unbox(boxed);
        code.cast(boxed, to);
    }

    private void cast(Type from, Type to) {
        if (!from.equals(to) && !to.equals(OBJECT)) {
            code.checkCast(to);
        }
    }

    /** What a type boxes; {@code other} if it boxes nothing. */
    private static Type primitive(Type boxed, Type other) {
        return boxed.getSort() == Type.OBJECT
                ? PRIMITIVES.getOrDefault(boxed.getInternalName(), other)
                : other;
    }

    private static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }
}
