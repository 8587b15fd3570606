package org.rustos.core.snapshot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks classes whose objects a snapshot names and does not hold, because every machine made from
 * the same plan has an equal one (a CPU profile) or because they belong to the host (an engine).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Unsaved {}
