// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.command;

/** Answers one resource; a whiteboard service. */
public interface CommandHandler {

  /** The resource it answers, unique among all handlers. */
  String resource();

  /** Decides and does; total: any command has an answer. May take seconds. */
  Answer handle(Command command);
}
