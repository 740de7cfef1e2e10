// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.launch.Caretaker;
import io.pumpbridge.runtime.launch.Farewell;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.StateDirectory;
import io.pumpbridge.runtime.wipe.Inventory.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of a gateway, once everybody was asked: decided, signed for, destroyed. The state
 * directory is locked from before the decision until after the last file.
 */
public final class Decommission {
  /** Whether records that the server has not confirmed may be lost. */
  public interface Permission {
    /**
     * @param undelivered at least 1
     * @throws LaunchException if they may not; then nothing is destroyed
     */
    void lose(long undelivered) throws LaunchException;
  }

  /**
   * How it ended.
   *
   * @param who as {@code OwnSignature} tells it; empty without a receipt
   * @param lost records that no server has confirmed
   * @param token what became of keys in a token
   * @param receipt where it is; none if none was wanted, or it had become untrue
   */
  public record Done(
      Map<String, Object> who,
      long lost,
      Map<Kind, Integer> wiped,
      Elsewhere.Plan token,
      Optional<Path> receipt) {}

  private record Testimony(Map<String, Object> who, long lost) {}

  private final StateDirectory state;
  private final Elsewhere elsewhere;
  private final Wipe wipe;

  /**
   * @param state locked by the caller, who lets go of it afterwards
   * @param elsewhere keys that no wiping of files reaches
   */
  public Decommission(StateDirectory state, Elsewhere elsewhere) {
    this.state = state;
    this.elsewhere = elsewhere;
    this.wipe = new Wipe(state.path());
  }

  /**
   * Carries it out, or on from where a power cut ended it.
   *
   * @param mark as decided, or as found
   * @param caretaker signs, if a receipt is still to be made, and has keys in a token destroyed; it
   *     ends before any file is
   * @throws LaunchException if it cannot be signed for, or something resists; it can be done again
   */
  public Done carryOut(Mark mark, Optional<Caretaker> caretaker, Permission permission)
      throws LaunchException {
    try {
      Optional<Farewell> farewell = caretaker.map(Caretaker::farewell);
      Testimony testimony = new Testimony(Map.of(), 0);
      Elsewhere.Plan plan = Elsewhere.Plan.NOTHING;
      if (mark.stage() == Mark.Stage.DECIDED) {
        plan = elsewhere.plan(farewell.map(last -> last::keysInToken));
        if (farewell.isPresent() && mark.receipt().isPresent()) {
          testimony = testify(mark, mark.receipt().get(), farewell.get(), plan, permission);
        }
        wipe.mark(mark.at(Mark.Stage.SIGNED));
      } else if (mark.stage() == Mark.Stage.SIGNED) {
        plan = elsewhere.resumed();
      }
      Elsewhere.Plan token =
          elsewhere.destroy(plan, farewell.map(last -> last::destroyKeysInToken));
      caretaker.ifPresent(Caretaker::close);
      Optional<Path> receipt = mark.receipt();
      if (receipt.isPresent() && token.leavesSomething() && !plan.leavesSomething()) {
        wipe.takeBack(receipt.get()); // it promised what then could not be done
        receipt = Optional.empty();
      }
      if (mark.stage() != Mark.Stage.WIPING) {
        wipe.mark(mark.at(Mark.Stage.WIPING));
      }
      return new Done(testimony.who(), testimony.lost(), wipe.run(mark), token, receipt);
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "not-wiped",
          "Not everything could be wiped: " + e + ". Mend that and call the same command again.");
    }
  }

  private Testimony testify(
      Mark mark, Path receipt, Farewell farewell, Elsewhere.Plan plan, Permission permission)
      throws LaunchException, IOException {
    List<Map<String, Object>> heads = farewell.heads();
    long lost = Farewell.undelivered(heads);
    if (lost > 0) {
      permission.lose(lost);
    }
    Map<String, Object> who = farewell.who();
    Found found = Found.in(state.path(), mark.config(), Inventory.of(mark.folders()));
    // Signed before anything is decided: a key that does not sign leaves the gateway as it was.
    byte[] signed = farewell.sign(Receipt.of(mark, who, heads, found, plan));
    wipe.mark(mark);
    wipe.receipt(receipt, signed);
    return new Testimony(who, lost);
  }
}
