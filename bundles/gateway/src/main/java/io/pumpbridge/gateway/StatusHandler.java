// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.trust.TrustOverview;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers {@code GET status}: what is plugged in, by which library it is judged, and how it stands
 * with this gateway's certificates and those it trusts.
 */
final class StatusHandler implements CommandHandler {
  private final Gateway gateway;
  private final DoseJudge judge;
  private final TrustOverview trust;

  StatusHandler(Gateway gateway, DoseJudge judge, TrustOverview trust) {
    this.gateway = gateway;
    this.judge = judge;
    this.trust = trust;
  }

  @Override
  public String resource() {
    return "status";
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.GET) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, "verb-unknown", "The status can be asked for by GET only.");
    }
    return Answer.accepted(
        Fields.builder()
            .put("library_version", judge.libraryVersion())
            .put("trust", trust())
            .put("ports", gateway.ports().stream().flatMap(StatusHandler::entriesOf).toList())
            .build());
  }

  private Fields trust() {
    try {
      return Fields.from(trust.trustInBrief());
    } catch (DocumentException e) {
      throw new IllegalStateException("our own answers are made of fields", e);
    }
  }

  /** One entry per pump; one for a port where none was found yet. */
  private static Stream<Fields> entriesOf(PortState state) {
    return state.pumps().isEmpty()
        ? Stream.of(
            entry(
                state.port(),
                new PortState.PumpState(
                    Effect.ONLY,
                    Optional.empty(),
                    false,
                    false,
                    AdvisoryWatch.Level.NONE,
                    List.of())))
        : state.pumps().stream().map(pump -> entry(state.port(), pump));
  }

  private static Fields entry(PortId port, PortState.PumpState state) {
    Fields.Builder fields =
        Fields.builder()
            .put("port", port.path())
            .put("following", state.following())
            .put("advisory", state.level().name().toLowerCase(Locale.ROOT));
    if (!state.place().isEmpty()) {
      fields.put("place", state.place());
    }
    state.pump().ifPresent(pump -> fields.put("pump", fieldsOf(pump)));
    return fields.build();
  }

  private static Fields fieldsOf(PumpIdentity pump) {
    return Fields.builder()
        .put("protocol", pump.protocol())
        .put("serial", pump.serialNumber())
        .put("model", pump.model())
        .put("software", pump.software())
        .build();
  }
}
