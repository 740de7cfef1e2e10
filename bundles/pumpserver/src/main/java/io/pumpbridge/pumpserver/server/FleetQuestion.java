// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.fleet.GatewayStanding;
import io.pumpbridge.pumpserver.fleet.LibraryBook;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who is stale, and why, in one question: reads what every gateway has sent, and asks those that
 * are connected.
 */
public final class FleetQuestion {
  private final PumpServer server;

  public FleetQuestion(PumpServer server) {
    this.server = server;
  }

  /**
   * All gateways, in the order of their ids; {@link GatewayStanding#isStale()} says which.
   *
   * @param patience how long connected gateways have for their answers, all together
   */
  public List<GatewayStanding> ask(Duration patience)
      throws PumpServerException, InterruptedException {
    Set<String> online = server.online();
    Map<String, Fields> answers = answers(online, patience);
    LibraryBook book = new LibraryBook(); // after the answers: what they rest on is on its way
    for (String gateway : server.gateways()) {
      server.records(gateway).forEach(each -> book.see(each.record(), each.document()));
    }
    return book.standings(online, answers);
  }

  private Map<String, Fields> answers(Set<String> online, Duration patience)
      throws InterruptedException {
    Map<String, CompletableFuture<Reply>> asked = new HashMap<>();
    for (String gateway : online) {
      asked.put(gateway, server.request(gateway, Verb.GET, "library", Bytes.EMPTY));
    }
    long until = System.nanoTime() + patience.toNanos();
    Map<String, Fields> answers = new HashMap<>();
    for (Map.Entry<String, CompletableFuture<Reply>> each : asked.entrySet()) {
      try {
        Reply reply =
            each.getValue().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        reply
            .body()
            .filter(body -> reply.isAccepted())
            .ifPresent(b -> answers.put(each.getKey(), b));
      } catch (ExecutionException | TimeoutException e) {
        // Who does not answer is judged by its records alone.
      }
    }
    return answers;
  }
}
