package org.rustos.cli.gdb;

import java.util.List;

/**
 * Registers that belong together.
 *
 * @param types definitions of types that the registers use, as XML
 */
record Feature(String name, String types, List<Register> registers) {
    String xml() {
        StringBuilder xml = new StringBuilder("<feature name=\"" + name + "\">" + types);
        for (Register register : registers) {
            xml.append(
                    "<reg name=\"%s\" bitsize=\"%d\" type=\"%s\""
                            .formatted(register.name(), 8 * register.bytes(), register.type()));
            if (!register.group().isEmpty()) {
                xml.append(" group=\"").append(register.group()).append('"');
            }
            xml.append("/>");
        }
        return xml.append("</feature>").toString();
    }
}
