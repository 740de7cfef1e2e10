// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

/** A document that is not what it should be; says where and what. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  /**
   * @param path where, as {@code $.care_areas[2].drug}; {@code $} for the whole
   * @param problem what is wrong there, without a final stop
   */
  public DocumentException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
    this.problem = problem;
  }

  public String path() {
    return path;
  }

  public String problem() {
    return problem;
  }
}
