// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.wipe.Decommission;
import java.util.Set;

/** Whether a person really wants to lose it all: by typing the gateway's id, or by options. */
final class Losing implements Decommission.Permission {
  /** Complaints that are an answer, and no mistake: exit code 1. */
  static final Set<String> ANSWERS = Set.of("not-confirmed", "undelivered-records");

  private final String id;
  private final DecommissionOptions options;
  private final DecommissionTalk talk;
  private boolean permitted;

  Losing(String id, DecommissionOptions options, DecommissionTalk talk) {
    this.id = id;
    this.options = options;
    this.talk = talk;
    this.permitted = options.loseUndelivered;
  }

  /**
   * @throws LaunchException if it is not confirmed
   */
  void confirm() throws LaunchException {
    String typed =
        options.confirmed.isPresent()
            ? options.confirmed.get()
            : talk.ask(
                "This wipes the gateway "
                    + id
                    + ": it cannot be undone. Type its id to go on, anything else to stop: ");
    if (id.isEmpty() || !typed.equals(id)) {
      throw new LaunchException(
          Fault.USAGE,
          "not-confirmed",
          "Nothing was wiped: '" + typed + "' is not the id of this gateway.");
    }
  }

  @Override
  public void lose(long undelivered) throws LaunchException {
    require(undelivered + " records that the server has not confirmed would be lost");
  }

  /** Without a key nobody can say how many records there are. */
  void loseUncounted() throws LaunchException {
    require("without a receipt the journal is not looked into, and what it holds would be lost");
  }

  private void require(String what) throws LaunchException {
    if (permitted) {
      return;
    }
    boolean asks = options.confirmed.isEmpty();
    permitted = asks && talk.ask(what + ". Type the gateway's id to lose them: ").equals(id);
    if (!permitted) {
      throw new LaunchException(
          Fault.USAGE,
          "undelivered-records",
          "Nothing was wiped: "
              + what
              + ". Reach the server and try again, or say --lose-undelivered."
              + " If an agent ran here that has ended, start it again.");
    }
  }
}
