// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.dianet.DianetLink.Mode;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A B. Braun pump on dianet-star as its serial line shows it; {@link DianetPanel} is its front.
 * Pure: it is told the time (milliseconds, never backwards) with every call and does nothing
 * between calls. Not safe for threads.
 *
 * <p>Where the public sources do not say what a real pump does, this one stays silent or does the
 * worst that fits what they say, and the comment there says so.
 */
public final class DianetPump implements PumpSimulator {
  private static final LineSettings LINE = new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);

  private static final int CC_MODE = 0x10;
  private static final int ACTION = 0x11;
  private static final int WRITE_TARGETS = 0x12;

  /** The last segments that are named, of those to read and those to write. */
  private static final int LAST_TO_READ = 0x08;

  private static final int LAST_TO_WRITE = 0x15;

  private static final int ACK = 0x06;
  private static final int NAK = 0x15;
  private static final int CC_MODE_LENGTH = 10;
  private static final int KEEP_TIME = 0xFFFF_FFFF;

  private final DianetDrive drive;
  private final DianetLink link = new DianetLink();
  private final DianetAnswers answers;
  private final DianetActions actions;
  private final DianetPanel panel;
  private final Frames frames;
  private boolean rateIsRemote;

  /**
   * A stopped pump on mains, with a full syringe and nothing set.
   *
   * @param serial 0 to {@link DianetModel#LAST_SERIAL}
   */
  public DianetPump(DianetModel model, int serial) {
    if (serial < 0 || serial > DianetModel.LAST_SERIAL) {
      throw new IllegalArgumentException(
          "A dianet-star serial number is 0 to "
              + DianetModel.LAST_SERIAL
              + ", not "
              + serial
              + ".");
    }
    this.drive = new DianetDrive(model);
    this.answers = new DianetAnswers(model.ident(serial), drive, link);
    this.actions = new DianetActions(drive, link);
    this.panel = new DianetPanel(Integer.toString(serial), drive, link, this::advance);
    this.frames = new Frames(model.frameTimeoutMs());
  }

  @Override
  public String protocol() {
    return "dianet";
  }

  @Override
  public LineSettings lineSettings() {
    return LINE;
  }

  @Override
  public List<Bedside> pumps() {
    return List.of(panel);
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    advance(nowMs);
    List<Bytes> replies = new ArrayList<>();
    for (Frames.Item item : frames.feed(chunk, nowMs)) {
      if (item instanceof Frames.Request request) {
        hear(request).ifPresent(replies::add);
      } else if (item instanceof Frames.Broken broken && broken.address() == link.address()) {
        replies.add(refuse(broken.address(), broken.segment(), broken.refusal()));
      }
    }
    return replies;
  }

  /** It never speaks unasked; its watchdog runs. */
  @Override
  public List<Bytes> advance(long nowMs) {
    Optional<Long> deadline = link.deadlineMs();
    if (deadline.isPresent() && nowMs > deadline.get()) {
      drive.advance(deadline.get());
      if (link.isRemote()) {
        // That the alarm comes is public, what else happens is not. The worst for the patient: what
        // runs under remote control stands, whoever started it.
        drive.stopWith(DianetAlarm.COMMUNICATION);
      }
      // An orderly return to documentation lets the host fall silent without an alarm.
      link.leave();
    }
    drive.advance(nowMs);
    return List.of();
  }

  /**
   * A pump with an address is still asked for its identity, and for its mode, without one: so does
   * the vendor's client, for its heartbeat and for giving the control back (DianetStarCOM.cpp).
   */
  private boolean isMeant(Frames.Request request) {
    return request.address() == link.address()
        || (request.address() == 0
            && (request.segment() == DianetAnswers.IDENT || request.segment() == CC_MODE));
  }

  private Optional<Bytes> hear(Frames.Request request) {
    if (!isMeant(request)) {
      return Optional.empty(); // somebody else's
    }
    link.heard(drive.nowMs());
    int segment = request.segment();
    Bytes data = request.data();
    if (segment >= DianetAnswers.IDENT && segment <= LAST_TO_READ) {
      return read(request.address(), segment, data);
    }
    Optional<Refusal> refusal;
    switch (segment) {
      case CC_MODE -> refusal = changeMode(data);
      case ACTION -> refusal = mayWrite(data, 2).or(() -> actions.act(data.at(0), data.at(1)));
      case WRITE_TARGETS -> refusal = mayWrite(data, Targets.LENGTH).or(() -> writeTargets(data));
      default -> {
        if (segment > WRITE_TARGETS && segment <= LAST_TO_WRITE) {
          return Optional.empty(); // named, but their layout is not public: silence
        }
        refusal = Optional.of(Refusal.SEGMENT_UNKNOWN);
      }
    }
    return Optional.of(
        refusal
            .map(why -> refuse(request.address(), segment, why))
            .orElseGet(() -> reply(request.address(), segment, ACK, new byte[0])));
  }

  /** Dose (07) and history (08) are named; what a pump says there is not public: silence. */
  private Optional<Bytes> read(int address, int segment, Bytes data) {
    if (data.length() > 0) {
      return Optional.of(refuse(address, segment, Refusal.LENGTH));
    }
    return answers.read(segment).map(content -> reply(address, segment, ACK, content));
  }

  /** Empty if this may be written now. */
  private Optional<Refusal> mayWrite(Bytes data, int length) {
    if (data.length() != length) {
      return Optional.of(Refusal.LENGTH);
    }
    if (!link.isRemote()) {
      return Optional.of(Refusal.MODE);
    }
    return link.isUserOperating(drive.nowMs())
        ? Optional.of(Refusal.USER_OPERATING)
        : Optional.empty();
  }

  private Optional<Refusal> changeMode(Bytes data) {
    if (data.length() != CC_MODE_LENGTH) {
      return Optional.of(Refusal.LENGTH);
    }
    ByteBuffer in = data.toBuffer();
    int inverted = in.getInt();
    Optional<Mode> mode = Mode.of(in.get() & 0xFF);
    int address = in.get() & 0xFF;
    int time = in.getInt();
    if (inverted != ~answers.ident()) {
      return Optional.of(Refusal.IDENT_WRONG);
    }
    if (mode.isEmpty()) {
      return Optional.of(Refusal.RANGE);
    }
    if (!DianetLink.isAddress(address)) {
      return Optional.of(Refusal.ADDRESS);
    }
    if (time != KEEP_TIME) {
      answers.setClock(Integer.toUnsignedLong(time));
    }
    enter(mode.get(), address);
    return Optional.empty();
  }

  private void enter(Mode mode, int address) {
    boolean released = link.isRemote() && mode == Mode.DOCUMENTATION;
    link.enter(mode, address);
    if (released && rateIsRemote) {
      // The vendor's own client sets a rate of 0 first, to keep this alarm away. Whether the pump
      // stands then is not public; here it does.
      drive.stopWith(DianetAlarm.RATE_INVALID);
    }
    rateIsRemote &= mode != Mode.DOCUMENTATION;
  }

  private Optional<Refusal> writeTargets(Bytes data) {
    Targets before = drive.targets();
    Targets next = before.changedBy(data);
    if (!next.isInRange()) {
      return Optional.of(Refusal.RANGE);
    }
    if (Targets.setsMinutes(data) && !next.isConsistent()) {
      return Optional.of(Refusal.INCONSISTENT);
    }
    drive.aimAt(next);
    if (Targets.setsVtbd(data)) {
      drive.deliverFromNow();
    }
    if (Targets.setsMinutes(data)) {
      drive.timeFromNow();
    }
    rateIsRemote = next.rate() > 0 && (rateIsRemote || next.rate() != before.rate());
    return Optional.empty();
  }

  private static Bytes refuse(int address, int segment, Refusal why) {
    return reply(address, segment, NAK, new byte[] {(byte) why.code()});
  }

  private static Bytes reply(int address, int segment, int verdict, byte[] data) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(address);
    body.write(segment);
    body.write(verdict);
    body.writeBytes(data);
    return Frames.write(body.toByteArray());
  }
}
