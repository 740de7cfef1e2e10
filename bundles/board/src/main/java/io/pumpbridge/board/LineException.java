// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

/** A line or the whole board cannot be used; the message is a sentence for the operator. */
final class LineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  LineException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  LineException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
