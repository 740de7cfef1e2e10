// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

/** A document that is not what it should be; says where and what. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Complaints quote what strangers sent, and end in answers, events and logs. */
  private static final int MAX_LENGTH = 300;

  private final String path;
  private final String problem;

  /**
   * @param path where, as {@code $.care_areas[2].drug}; {@code $} for the whole
   * @param problem what is wrong there, without a final stop
   */
  public DocumentException(String path, String problem) {
    super(harmless(path) + ": " + harmless(problem));
    this.path = harmless(path);
    this.problem = harmless(problem);
  }

  private static String harmless(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(MAX_LENGTH)
        .map(c -> c < ' ' || c > '~' ? '?' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  public String path() {
    return path;
  }

  public String problem() {
    return problem;
  }
}
