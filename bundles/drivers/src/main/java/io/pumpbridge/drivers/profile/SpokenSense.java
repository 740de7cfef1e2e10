// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.DeviceProfile.Capabilities;
import io.pumpbridge.drivers.profile.DeviceProfile.Dialogue;
import io.pumpbridge.drivers.profile.DeviceProfile.Reply;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Request.Use;
import io.pumpbridge.drivers.profile.Framing.Content;
import io.pumpbridge.drivers.profile.Framing.Literal;
import io.pumpbridge.drivers.profile.Framing.Part;
import io.pumpbridge.drivers.profile.Framing.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be true of a profile that is the whole driver: only delimited text, asked and answered,
 * that leaves the pump as it is. Whatever branches belongs into Java.
 */
final class SpokenSense {

  /** Frames are held until they are whole; longer ones belong into Java. */
  private static final int MAX_FRAME = 1_024;

  private final Row root;
  private final DeviceProfile profile;

  SpokenSense(Row root, DeviceProfile profile) {
    this.root = root;
    this.profile = profile;
  }

  void check() {
    if (root.isSound("framing") && root.isSound("checksum")) {
      checkFraming();
      checkMessageEnd();
    }
    if (root.isSound("dialogue")) {
      checkDialogue();
    }
    checkFields();
    for (Capabilities row : profile.capabilities()) {
      if (!row.onlyMonitor()) {
        root.error("capabilities", "a pump that is spoken to by a profile alone is only monitored");
      }
    }
  }

  private void checkFraming() {
    Framing framing = profile.framing();
    if (framing.content() != Content.ASCII || !framing.escapes().isEmpty()) {
      root.error("framing.content", "must be ascii without escapes if spoken_by is profile");
    }
    if (framing.has(Place.ADDRESS)) {
      root.error("framing.layout", "no address can stand here if spoken_by is profile");
    }
    if (!(framing.layout().get(0) instanceof Literal)) {
      root.error("framing.layout", "must begin with a byte if spoken_by is profile");
    }
    if (framing.layout().stream()
        .anyMatch(part -> part instanceof Literal l && l.anyOf().length() > 1)) {
      root.error("framing.layout", "bytes cannot be alternatives if spoken_by is profile");
    }
    if (framing.longest() > MAX_FRAME) {
      root.error("framing.longest", "must be at most " + MAX_FRAME + " if spoken_by is profile");
    }
    if (profile.checksum().algorithm() == Checksum.Algorithm.NONE) {
      root.error("checksum.algorithm", "nothing is believed without a checksum");
    }
    int length = framing.indexOf(Place.LENGTH);
    if (length > framing.indexOf(Place.TEXT)) {
      root.error("framing.layout", "the length must come before the text");
    }
    if (framing.indexOf(Place.CHECKSUM) < profile.checksum().to()) {
      root.error("framing.layout", "the checksum must come after what it covers");
    }
  }

  /** The end of the text is known by a length, or by a byte that nothing before it can contain. */
  private void checkMessageEnd() {
    Framing framing = profile.framing();
    if (framing.has(Place.LENGTH)) {
      return;
    }
    List<Part> behind =
        framing.layout().subList(framing.indexOf(Place.TEXT) + 1, framing.layout().size());
    for (Part part : behind) {
      if (part instanceof Literal) {
        return;
      }
      if (profile.checksum().writtenAs().isRaw()) {
        root.error(
            "framing.layout",
            "raw checksum bytes may look like the byte that ends the text: a length is needed, or"
                + " the byte right behind the text");
        return;
      }
    }
    root.error("framing.layout", "without a length a byte must end the text");
  }

  private void checkDialogue() {
    Dialogue dialogue = profile.dialogue();
    if (dialogue.initiative() != Dialogue.Initiative.HOST || dialogue.lease().isPresent()) {
      root.error("dialogue.initiative", "must be host, and no lease, if spoken_by is profile");
    }
    if (profile.checksum().bits() < 16 && dialogue.agreeingReads() < 2) {
      root.error(
          "dialogue.agreeing_reads", "must be 2: a checksum of 8 bits lets one error in 256 pass");
    }
    if (dialogue.probeOrder().isEmpty()) {
      root.error(
          "dialogue.probe_order", "is missing; when is a port tried with it, before which others?");
    }
    if (dialogue.requests().stream().noneMatch(r -> r.use() == Use.POLL)) {
      root.error("dialogue.requests", "at least one request must be for 'poll'");
    }
    List<Row> rows = root.row("dialogue").rowsQuietly("requests");
    Set<String> commands = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      Request request = dialogue.requests().get(i);
      if (!request.use().onlyReads()) {
        rows.get(i).error("use", "must be identify, poll or alarm if spoken_by is profile");
      }
      if (request.reply().equals(Reply.ANY)) {
        rows.get(i).error("reply", "is missing; how is the reply told from any other?");
      }
      if (!commands.add(request.use() + request.command())) {
        rows.get(i).error("command", "'" + request.command() + "' is asked twice for the same use");
      }
    }
  }

  private void checkFields() {
    List<Row> rows = root.rowsQuietly("fields");
    for (int i = 0; i < rows.size(); i++) {
      Field field = profile.fields().get(i);
      if (!rows.get(i).isSound()) {
        continue;
      }
      if (!field.name().isReadByTables()) {
        rows.get(i).warn("name", "is read by nobody if spoken_by is profile; leave the row out");
      }
      if (field.kind() == Field.Kind.MODE_BITS) {
        rows.get(i).error("kind", "must be mode with a mask if spoken_by is profile");
      }
      if (field.place() instanceof Field.Place.Id) {
        rows.get(i).error("id", "only position, key or offset if spoken_by is profile");
      }
      if (field.place() instanceof Field.Place.Position
          && profile.framing().fieldSeparator().isEmpty()) {
        rows.get(i).error("position", "needs $.framing.field_separator");
      }
    }
  }
}
