package org.rustos.kernel;

/**
 * One check that a kernel forgets, so that an attack can show what the check is for and how far its
 * absence reaches under each mechanism.
 *
 * <p>Only the attack suite makes such a kernel: no option, setting or file names a flaw.
 */
public enum Flaw {
    /** A look-up of a capability does not compare rights. */
    RIGHTS("look-ups compare no rights"),
    /** A look-up takes whatever fills the slot now. */
    GENERATION("look-ups compare no generation"),
    /** A look-up does not compare the time. */
    EXPIRY("look-ups compare no expiry"),
    /** REVOKE answers and does nothing. */
    REVOCATION("REVOKE kills nothing"),
    /** The kernel copies to and from user addresses under its own rights. */
    POINTER("user addresses are used under the kernel's rights"),
    /** A path may lead out of the directory that a handle names. */
    WALK("paths may lead out of their directory"),
    /** An entry is checked, then fetched again and used. */
    DOUBLE_FETCH("an entry is fetched again after its check"),
    /** The kernel believes the guest's tail. */
    TAIL("the guest's tail is believed"),
    /** The traps of the in-process service are served wherever they come from. */
    ORIGIN("traps of the service are served from everywhere"),
    /** The loader looks for no instructions that open a protection domain. */
    SCAN("the loader searches no image"),
    /** DERIVE gives what is asked for, whatever its subject has. */
    ATTENUATION("DERIVE gives more than its subject has"),
    /** A descriptor reads and writes whatever it was opened for. */
    MODE("descriptors are not held to what they were opened for"),
    /** Programs run in the kernel though nobody proved anything about them. */
    VERIFIER("programs in the kernel are not verified"),
    /** Long operations of the kernel keep their core until they are over. */
    PREEMPTION("long operations let nobody else run"),
    /** An entry counts as filled if it was filled in whichever lap of its queue. */
    LAP("entries of an earlier lap count as filled");

    private final String meaning;

    Flaw(String meaning) {
        this.meaning = meaning;
    }

    /** What such a kernel does, for people. */
    public String meaning() {
        return meaning;
    }
}
