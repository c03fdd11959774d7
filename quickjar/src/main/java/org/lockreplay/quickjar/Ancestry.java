package org.lockreplay.quickjar;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** From which classes a class descends: one of a jar as its file says, any other as Java has it. */
final class Ancestry {

    private static final String OBJECT = "java/lang/Object";

    private final Map<String, byte[]> classes;

    Ancestry(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /** The nearest class that both are, or descend from; an interface counts as an object. */
    String common(String one, String other) {
        List<String> line = line(one);
        return line(other).stream().filter(line::contains).findFirst().orElse(OBJECT);
    }

    /** The class and those it descends from, the nearest first. */
    private List<String> line(String name) {
        List<String> line = new ArrayList<>();
        for (String each = name; !each.equals(OBJECT); each = parent(each)) {
            line.add(each);
        }
        line.add(OBJECT);
        return line;
    }

    private String parent(String name) {
        byte[] content = classes.get(name);
        if (content == null) {
            return parentInJava(name);
        }
        ClassReader reader = new ClassReader(content);
        boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
        return isInterface ? OBJECT : reader.getSuperName();
    }

    private static String parentInJava(String name) {
        try {
            ClassLoader loader = ClassLoader.getPlatformClassLoader();
            Class<?> known = Class.forName(name.replace('/', '.'), false, loader);
            return known.isInterface() ? OBJECT : Type.getInternalName(known.getSuperclass());
        } catch (ClassNotFoundException unknown) {
            throw new IllegalStateException(
                    "a class of the jar needs " + name + ", which is neither in it nor in Java",
                    unknown);
        }
    }
}
