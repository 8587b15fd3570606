package org.rustos.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A page with slots: how every page of ours is put together from its parts, offline. */
public final class PageTemplate {
    /** The resource that every page has in front of its own script. */
    public static final String SHARED = "/report/page.js";

    private final String page;

    private PageTemplate(String page) {
        this.page = page;
    }

    /** The page of a resource, all its slots empty. */
    public static PageTemplate of(String resource) {
        return new PageTemplate(resource(resource));
    }

    /** The same with a slot filled; what was filled in has no slots. */
    public PageTemplate fill(String slot, String content) {
        return new PageTemplate(page.replace("{{" + slot + "}}", content));
    }

    /** The page as it is now. */
    public String text() {
        return page;
    }

    /** JSON inside a script element: no character may end the element or start a comment. */
    public static String embedded(String json) {
        return json.replace("<", "\\u003c").replace("{{", "{\\u007b");
    }

    /** A resource of this module, whole. */
    public static String resource(String name) {
        try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
