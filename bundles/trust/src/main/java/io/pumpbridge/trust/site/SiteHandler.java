// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.SitePackages;
import io.pumpbridge.trust.refusal.Refusal;
import java.util.Map;
import java.util.Set;

/**
 * {@code EXEC/site}: a site package comes in by the pump server. It never brings a code: whoever
 * could send one would be the one to be trusted.
 */
final class SiteHandler implements CommandHandler {
  static final String RESOURCE = "site";

  /** What this gateway could not do; everything else is the sender's. */
  private static final Set<String> OURS =
      Set.of(
          Refusal.SITE_PACKAGE_DAMAGED.code(),
          Refusal.SITE_PACKAGE_UNWRITABLE.code(),
          Refusal.KEY_STORE_DAMAGED.code(),
          Refusal.ANCHORS_UNREADABLE.code());

  private final SitePackages packages;

  SiteHandler(SitePackages packages) {
    this.packages = packages;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    return switch (command.verb()) {
      case EXEC -> answer(packages.installSite(command.body().toArray(), ""));
      case GET -> Answer.accepted(fields(packages.showSite()));
      case PUT, POST, DEL ->
          Answer.refused(
              Answer.Status.BAD_REQUEST,
              "verb-not-supported",
              "A site package is sent with EXEC, and GET asks what is in force.");
    };
  }

  private static Answer answer(Map<String, Object> told) {
    String code = String.valueOf(told.get("code"));
    if (Boolean.TRUE.equals(told.get("accepted"))) {
      return code.equals(SiteReport.ALREADY)
          ? Answer.already(fields(told))
          : Answer.accepted(fields(told));
    }
    Answer.Status status = OURS.contains(code) ? Answer.Status.ERROR : Answer.Status.BAD_REQUEST;
    return new Answer(status, fields(told));
  }

  private static Fields fields(Map<String, Object> told) {
    try {
      return Fields.from(told);
    } catch (DocumentException e) {
      throw new IllegalStateException("our own answers are made of fields", e);
    }
  }
}
