// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.DemoHospital;
import io.pumpbridge.pumpserver.server.Reply;
import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.SimulatedPump;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjLongConsumer;

/** Everybody in the story: the hospital, the pump, the gateway's agent, and who watches them. */
record Ward(
    DemoHospital hospital,
    SimulatedPump pump,
    AgentProcess agent,
    StoredEvents stored,
    LineTimes line) {

  static final String PUMP_SERIAL = "8002-51740";

  private static final long REPLY_LIMIT_S = 30;

  /** What a nurse does at the pump's own panel. */
  void atPanel(ObjLongConsumer<AlarisPump> action) {
    pump.atPanel(action);
  }

  void turnRateTo(String mlPerHour) {
    line.forget(mlPerHour);
    atPanel((panel, nowMs) -> panel.setRate(new BigDecimal(mlPerHour), nowMs));
  }

  /** The gateway's answer; empty if it does not answer in time. */
  static Optional<Reply> answer(CompletableFuture<Reply> reply) throws InterruptedException {
    try {
      return Optional.of(reply.get(REPLY_LIMIT_S, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Asks the gateway which library it judges by; 0 if none, or if it does not answer. */
  long libraryVersion() throws Exception {
    Optional<Reply> reply =
        answer(hospital.server().request(DemoDocuments.GATEWAY, Verb.GET, "status", Bytes.EMPTY));
    return reply.isPresent() && reply.get().body().isPresent()
        ? reply.get().body().get().findWhole("library_version").orElse(0L)
        : 0;
  }
}
