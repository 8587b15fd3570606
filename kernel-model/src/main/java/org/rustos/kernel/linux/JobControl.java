package org.rustos.kernel.linux;

import java.util.ArrayList;
import java.util.List;

/** Process groups and sessions: who belongs together, and who is left alone (POSIX 11.1). */
final class JobControl {
    private JobControl() {}

    /** Living members of a group in the order of ids. */
    static List<LinuxProcess> members(LinuxSyscalls system, int group) {
        List<LinuxProcess> members = new ArrayList<>();
        for (LinuxProcess process : system.processes()) {
            if (process.group() == group && !process.process().exited()) {
                members.add(process);
            }
        }
        return members;
    }

    /**
     * Whether nobody is left who could continue a group: no member has a parent in another group of
     * the same session. The first process has one: whoever started the simulator, as a shell would.
     */
    static boolean orphaned(LinuxSyscalls system, int group) {
        for (LinuxProcess member : members(system, group)) {
            if (member.process().parent() == null) {
                return false;
            }
            LinuxProcess parent = system.process(member.process().parentId());
            if (parent != null && parent.group() != group && parent.session() == member.session()) {
                return false;
            }
        }
        return true;
    }

    /** After an end: stopped groups that nobody can continue any more are hung up and continued. */
    static void left(LinuxSyscalls system, LinuxProcess ended, long atMc) {
        List<Integer> groups = new ArrayList<>();
        groups.add(ended.group());
        ended.children().forEach(child -> groups.add(child.group()));
        for (int group : groups.stream().distinct().toList()) {
            List<LinuxProcess> members = members(system, group);
            if (members.stream().anyMatch(LinuxProcess::stopped) && orphaned(system, group)) {
                for (LinuxProcess member : members) {
                    system.signals().post(member, Signals.SIGHUP, atMc);
                    system.signals().post(member, Signals.SIGCONT, atMc);
                }
            }
        }
    }
}
