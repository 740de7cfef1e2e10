// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

/** The lines of one board, opened. Used by one thread. */
interface Lines extends AutoCloseable {

  void drive(Lamps lamps) throws LineException;

  void buzz(boolean on) throws LineException;

  /** How long a new level of the switch must last before it is believed. */
  int debounceMs();

  /** Whether the lid is on. */
  boolean lidClosed() throws LineException;

  /** Everything dark and silent, then all lines given back. */
  @Override
  void close();

  /** Opens them; may take a second. */
  interface Opener {
    Lines open() throws LineException;
  }
}
