// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.List;

/** The bridge could not be started; each problem is one sentence for the person who tried. */
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose turn it is, with the exit code of the contract. */
  public enum Fault {
    /** Nothing is broken; the answer is no. */
    REFUSAL(1),
    /** What was given is missing or wrong. */
    USAGE(2),
    /** Something on this device failed. */
    DEVICE(3);

    private final int exitCode;

    Fault(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Fault fault;
  private final String code;
  private final List<String> problems;

  public LaunchException(Fault fault, String code, List<String> problems) {
    super(String.join(" ", problems));
    this.fault = fault;
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  public LaunchException(Fault fault, String code, String problem) {
    this(fault, code, List.of(problem));
  }

  public Fault fault() {
    return fault;
  }

  /** Short and stable, for programs. */
  public String code() {
    return code;
  }

  public List<String> problems() {
    return problems;
  }
}
