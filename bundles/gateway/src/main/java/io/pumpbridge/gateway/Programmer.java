// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpProgrammer;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the pump that an order means, and hands its programme to the thread of its port. */
record Programmer(
    Supplier<List<PortState>> ports,
    Function<PortId, Optional<ProgrammeSlot>> slots,
    Supplier<List<PumpDriver>> drivers)
    implements PumpProgrammer {

  /** Twice what the slowest driver needs for a programme with everything going wrong. */
  private static final long PATIENCE_MS = 25_000;

  /** A pump that is followed, where. */
  private record Place(PortState port, PortState.PumpState state, PumpIdentity pump) {}

  @Override
  public Found find(String pumpSerial, String channel) {
    Optional<Place> place = place(pumpSerial);
    if (place.isEmpty()) {
      return new Offline();
    }
    PumpIdentity pump = place.get().pump();
    // A programme has a place and no channel: it is right only where the place has just that one.
    if (!place.get().state().channels().equals(List.of(channel))) {
      return new NoSuchChannel();
    }
    Optional<ProgrammeSteps> steps =
        drivers.get().stream()
            .filter(driver -> driver.protocol().equals(pump.protocol()))
            .findFirst()
            .flatMap(PumpDriver::programmeSteps);
    return steps.isEmpty()
        ? new OnlyListenedTo()
        : new Settable(
            pump,
            channel,
            place.get().port().port().path(),
            place.get().state().place(),
            steps.get());
  }

  private Optional<Place> place(String serial) {
    if (serial.isEmpty()) {
      return Optional.empty(); // pumps that tell none cannot be told apart
    }
    List<Place> found =
        ports.get().stream()
            .flatMap(
                port ->
                    port.pumps().stream()
                        .filter(PortState.PumpState::following)
                        .flatMap(
                            state ->
                                state.pump().map(pump -> new Place(port, state, pump)).stream()))
            .filter(place -> place.pump().serialNumber().equals(serial))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  @Override
  public ProgrammeOutcome programme(
      String id, Settable wanted, Quantity rate, Optional<Quantity> volume)
      throws InterruptedException {
    Programme programme = new Programme(id, wanted.place(), rate, volume);
    Optional<ProgrammeSlot> found = slots.apply(new PortId(wanted.port()));
    if (found.isEmpty()) {
      return new Refused(Reason.NOT_FOLLOWED, "The pump's port is not there.");
    }
    ProgrammeSlot slot = found.get();
    CompletableFuture<ProgrammeOutcome> outcome =
        slot.offer(
            programme, () -> find(wanted.pump().serialNumber(), wanted.channel()).equals(wanted));
    try {
      return outcome.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      slot.withdraw(programme);
      throw e;
    } catch (TimeoutException e) {
      return slot.withdraw(programme)
          ? new Refused(Reason.NO_ANSWER, "The pump's port did not get to it.")
          : outcome.getNow(
              new Failed(Reason.NO_ANSWER, "The pump's driver does not say how it ended."));
    } catch (ExecutionException e) {
      return new Failed(Reason.LOST, "The port's driver failed under way.");
    }
  }
}
