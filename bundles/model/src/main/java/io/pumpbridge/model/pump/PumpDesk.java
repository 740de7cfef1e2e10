// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

import java.util.function.Consumer;

/**
 * What people ask about pumps at the command line. JDK types only: the launcher calls it without
 * sharing a class. Each line is one JSON object, without a line break.
 */
public interface PumpDesk {

  /**
   * What is plugged in: one line per pump, and one per port where none is followed: {@code
   * {"port","place"?,"protocol"?,"profile"?,"model"?,"serial"?,"software"?,"following","ms"?}}.
   * {@code ms} is how long it took from opening the port to knowing the pump.
   */
  String list();

  /**
   * Says what is heard, until closed. A line has a {@code "what"}: {@code trying} (a protocol is
   * being tried), {@code identified}, {@code observation} (the contract's line for {@code pumps
   * watch}, without {@code "t"}), {@code lost}, {@code port} (the port cannot be used, and why).
   *
   * @param port only this one; empty for all that are known
   * @param lines is called on the ports' own threads and must not block
   */
  AutoCloseable watch(String port, Consumer<String> lines);
}
