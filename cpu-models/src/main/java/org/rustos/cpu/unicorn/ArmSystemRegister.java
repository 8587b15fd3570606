package org.rustos.cpu.unicorn;

/**
 * System registers of AArch64 by their encoding (Arm ARM DDI 0487, D19.2), for {@link
 * UnicornEngine#writeSystem}.
 */
public enum ArmSystemRegister {
    SCTLR_EL1(3, 0, 1, 0, 0),
    CPACR_EL1(3, 0, 1, 0, 2),
    TTBR0_EL1(3, 0, 2, 0, 0),
    TCR_EL1(3, 0, 2, 0, 2),
    APIA_LOW(3, 0, 2, 1, 0),
    APIA_HIGH(3, 0, 2, 1, 1),
    APIB_LOW(3, 0, 2, 1, 2),
    APIB_HIGH(3, 0, 2, 1, 3),
    APDA_LOW(3, 0, 2, 2, 0),
    APDA_HIGH(3, 0, 2, 2, 1),
    APDB_LOW(3, 0, 2, 2, 2),
    APDB_HIGH(3, 0, 2, 2, 3),
    APGA_LOW(3, 0, 2, 3, 0),
    APGA_HIGH(3, 0, 2, 3, 1),
    MAIR_EL1(3, 0, 10, 2, 0),
    CNTKCTL_EL1(3, 0, 14, 1, 0),
    HCR_EL2(3, 4, 1, 1, 0),
    SCR_EL3(3, 6, 1, 1, 0);

    final int op0;
    final int op1;
    final int crn;
    final int crm;
    final int op2;

    ArmSystemRegister(int op0, int op1, int crn, int crm, int op2) {
        this.op0 = op0;
        this.op1 = op1;
        this.crn = crn;
        this.crm = crm;
        this.op2 = op2;
    }
}
