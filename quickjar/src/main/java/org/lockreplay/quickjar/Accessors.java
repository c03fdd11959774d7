package org.lockreplay.quickjar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The methods of some classes that do nothing but read: a field, a field of what a field holds, or
 * an element of an array in a field by its number.
 *
 * <p>None that another class may override is among them.
 */
final class Accessors {

    /** How many fields one after the other; more are code, and not an accessor. */
    private static final int LONGEST = 3;

    private static final int NONE = 0;

    private final Map<String, ClassNode> classes = new HashMap<>();
    private final Map<String, Read> reads = new HashMap<>();

    /** A field as an instruction names it. */
    record Field(String owner, String name, String type) {}

    /**
     * What an accessor reads.
     *
     * @param path the first one of the object itself, each other one of what the one before holds
     * @param element the instruction that loads an element of the last one; 0 if none does
     */
    record Read(List<Field> path, int element) {

        boolean hasElement() {
            return element != NONE;
        }
    }

    private Accessors(Collection<ClassNode> all) {
        all.forEach(each -> classes.put(each.name, each));
    }

    /** Those of these classes. */
    static Accessors of(Collection<ClassNode> all) {
        Accessors accessors = new Accessors(all);
        int known;
        do {
            known = accessors.reads.size();
            all.forEach(accessors::find);
        } while (accessors.reads.size() > known);
        return accessors;
    }

    /** What this method reads, and nothing else; empty if it may do more, or another may. */
    Optional<Read> of(String owner, String name, String descriptor) {
        return Optional.ofNullable(reads.get(key(owner, name, descriptor)));
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + '.' + name + descriptor;
    }

    private void find(ClassNode from) {
        for (MethodNode method : from.methods) {
            String key = key(from.name, method.name, method.desc);
            if (!reads.containsKey(key) && isFinal(from, method)) {
                read(from, method).ifPresent(read -> reads.put(key, read));
            }
        }
    }

    private static boolean isFinal(ClassNode from, MethodNode method) {
        int fixed = Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE;
        int other =
                Opcodes.ACC_STATIC
                        | Opcodes.ACC_SYNCHRONIZED
                        | Opcodes.ACC_ABSTRACT
                        | Opcodes.ACC_NATIVE;
        return (method.access & other) == 0
                && ((from.access & Opcodes.ACC_FINAL) != 0 || (method.access & fixed) != 0);
    }

    private Optional<Read> read(ClassNode from, MethodNode method) {
        List<AbstractInsnNode> code = code(method);
        int last = code.size() - 1;
        if (last < 2 || !isLoad(code.get(0), Opcodes.ALOAD, 0)) {
            return Optional.empty();
        }
        List<Field> path = new ArrayList<>();
        int at = 1;
        while (at < last && addTo(path, code.get(at))) {
            at++;
        }
        boolean known = !path.isEmpty() && path.size() <= LONGEST && areDeclared(path);
        if (!known || !path.get(0).owner().equals(from.name)) {
            return Optional.empty();
        }
        Type answer = Type.getReturnType(method.desc);
        Type held = Type.getType(path.get(path.size() - 1).type());
        boolean answers = code.get(last).getOpcode() == answer.getOpcode(Opcodes.IRETURN);
        if (at == last && method.desc.startsWith("()") && answers && held.equals(answer)) {
            return Optional.of(new Read(List.copyOf(path), NONE));
        }
        boolean element =
                at == last - 2
                        && method.desc.startsWith("(I)")
                        && isLoad(code.get(at), Opcodes.ILOAD, 1)
                        && held.getSort() == Type.ARRAY
                        && held.getDimensions() == 1
                        && isAnsweredAs(held.getElementType(), answer)
                        && code.get(last - 1).getOpcode()
                                == held.getElementType().getOpcode(Opcodes.IALOAD);
        return element && answers
                ? Optional.of(new Read(List.copyOf(path), code.get(last - 1).getOpcode()))
                : Optional.empty();
    }

    /** The machine widens small numbers to int by itself. */
    private static boolean isAnsweredAs(Type element, Type answer) {
        boolean small = element.equals(Type.BYTE_TYPE) || element.equals(Type.SHORT_TYPE);
        return element.equals(answer) || (small && answer.equals(Type.INT_TYPE));
    }

    private static List<AbstractInsnNode> code(MethodNode method) {
        List<AbstractInsnNode> code = new ArrayList<>();
        for (AbstractInsnNode each : method.instructions) {
            // labels, lines and frames have none
            if (each.getOpcode() >= 0) {
                code.add(each);
            }
        }
        return code;
    }

    private static boolean isLoad(AbstractInsnNode instruction, int opcode, int variable) {
        return instruction.getOpcode() == opcode && ((VarInsnNode) instruction).var == variable;
    }

    /** Adds the field that the instruction reads, or those that an accessor does. */
    private boolean addTo(List<Field> path, AbstractInsnNode instruction) {
        if (instruction.getOpcode() == Opcodes.GETFIELD) {
            FieldInsnNode read = (FieldInsnNode) instruction;
            return path.add(new Field(read.owner, read.name, read.desc));
        }
        if (instruction.getOpcode() == Opcodes.INVOKEVIRTUAL) {
            MethodInsnNode call = (MethodInsnNode) instruction;
            Optional<Read> known = of(call.owner, call.name, call.desc);
            return known.isPresent()
                    && !known.get().hasElement()
                    && path.addAll(known.get().path());
        }
        return false;
    }

    /** Whether each is declared in the class that the instruction names, not in one above. */
    private boolean areDeclared(List<Field> path) {
        return path.stream().allMatch(this::isDeclared);
    }

    private boolean isDeclared(Field field) {
        ClassNode owner = classes.get(field.owner());
        return owner != null
                && owner.fields.stream().anyMatch(each -> isSame(each, field.name(), field.type()));
    }

    private static boolean isSame(FieldNode field, String name, String type) {
        boolean ofClass = (field.access & Opcodes.ACC_STATIC) != 0;
        return !ofClass && field.name.equals(name) && field.desc.equals(type);
    }

    /** Whether code of one class may name the other. */
    boolean mayName(String from, String owner) {
        boolean open = (classes.get(owner).access & Opcodes.ACC_PUBLIC) != 0;
        return open || folder(from).equals(folder(owner));
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }
}
