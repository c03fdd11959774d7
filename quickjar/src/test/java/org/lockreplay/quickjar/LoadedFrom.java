package org.lockreplay.quickjar;

import java.util.Map;

/** Loads the classes given, and all others as the tests do. */
final class LoadedFrom extends ClassLoader {

    private final Map<String, byte[]> classes;

    /**
     * @param classes by name, as {@code java/lang/String}
     */
    LoadedFrom(Map<String, byte[]> classes) {
        super(LoadedFrom.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] content = classes.get(name.replace('.', '/'));
        if (content == null) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defineClass(name, content, 0, content.length) : loaded;
    }
}
