// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.Locale;

/** Answers {@code GET status}: what is plugged in, and by which library it is judged. */
final class StatusHandler implements CommandHandler {
  private final Gateway gateway;
  private final DoseJudge judge;

  StatusHandler(Gateway gateway, DoseJudge judge) {
    this.gateway = gateway;
    this.judge = judge;
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
            .put("ports", gateway.ports().stream().map(StatusHandler::fieldsOf).toList())
            .build());
  }

  private static Fields fieldsOf(PortState state) {
    Fields.Builder fields =
        Fields.builder()
            .put("port", state.port().path())
            .put("following", state.following())
            .put("advisory", state.level().name().toLowerCase(Locale.ROOT));
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
