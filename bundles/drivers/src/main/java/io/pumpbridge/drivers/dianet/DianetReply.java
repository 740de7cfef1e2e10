// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a pump answers: address, segment, 06 or 15, data; integers with the high byte first. A
 * number of nothing but set bits means "not given". Layouts: B. Braun, dstarcom.h 1.44.
 */
sealed interface DianetReply {

  int ACK = 0x06;
  int NAK = 0x15;

  /** Address, segment, ACK or NAK. */
  int HEAD = 3;

  int address();

  int segment();

  /** Reads the content of a frame whose checksum holds. Total: any bytes give a reply. */
  static DianetReply from(Bytes content) {
    DianetData data = new DianetData(content);
    if (content.length() < HEAD) {
      return data.other();
    }
    if (content.at(2) == NAK) {
      return data.length() == 1
          ? new Refused(data.address(), data.segment(), data.byteAt(0))
          : data.other();
    }
    return content.at(2) == ACK ? accepted(data) : data.other();
  }

  private static DianetReply accepted(DianetData data) {
    return switch (data.segment() << 8 | data.length()) {
      case 0x0100 | Identity.LENGTH -> Identity.from(data);
      case 0x0200 | Status.LENGTH -> Status.from(data);
      case 0x0300 | Actual.LENGTH -> Actual.from(data);
      case 0x0400 | Targets.LENGTH -> Targets.from(data);
      case 0x0600 | Limits.LENGTH -> Limits.from(data);
      case DianetRequest.Control.SEGMENT << 8, DianetRequest.WriteTargets.SEGMENT << 8 ->
          new Accepted(data.address(), data.segment());
      default -> data.other();
    };
  }

  private static Optional<Long> given(long number) {
    return number == 0xffffffffL ? Optional.empty() : Optional.of(number);
  }

  /** Text of a fixed length without an end mark; FF where nothing was set, else blanks. */
  private static Optional<String> text(Bytes bytes) {
    String text = bytes.toText(StandardCharsets.ISO_8859_1).replace('\u00ff', ' ').strip();
    return text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c > '~')
        ? Optional.empty()
        : Optional.of(text);
  }

  /**
   * Segment 01.
   *
   * @param identNumber 32 bits: the serial number in bits 0 to 17, the type in bits 18 to 31
   * @param software empty if it is not readable
   */
  record Identity(int address, long identNumber, int protocolVersion, String software)
      implements DianetReply {
    static final int LENGTH = 20;

    private static final long SERIAL = 0x3ffff;
    private static final int TYPE_FROM = 18;

    /** Nobody is called zero, and an erased memory is no name. */
    private static DianetReply from(DianetData data) {
      long identNumber = data.longAt(0);
      return (identNumber & SERIAL) == 0 || identNumber == 0xffffffffL
          ? data.other()
          : new Identity(
              data.address(), identNumber, data.wordAt(4), text(data.bytesAt(6, 10)).orElse(""));
    }

    long serialNumber() {
      return identNumber & SERIAL;
    }

    int type() {
      return (int) (identNumber >> TYPE_FROM);
    }

    @Override
    public int segment() {
      return DianetRequest.Segment.IDENTITY.code();
    }
  }

  /**
   * Segment 02, words as they came.
   *
   * @param requests what the pump wants to be asked about
   * @param alarms one bit each
   * @param rateWord 0.01 mL/h
   * @param volumeWord what remains of the volume to be infused, 0.1 mL
   * @param minutesWord what remains of the time
   */
  record Status(
      int address,
      int requests,
      long alarms,
      DianetState state,
      long rateWord,
      long volumeWord,
      int minutesWord)
      implements DianetReply {
    static final int LENGTH = 19;

    private static DianetReply from(DianetData data) {
      return new Status(
          data.address(),
          data.byteAt(0),
          data.longAt(1),
          new DianetState(data.longAt(5)),
          data.longAt(9),
          data.longAt(13),
          data.wordAt(17));
    }

    Optional<Long> rate() {
      return given(rateWord);
    }

    Optional<Long> volumeRemaining() {
      return given(volumeWord);
    }

    Optional<Long> minutesRemaining() {
      return minutesWord == 0xffff ? Optional.empty() : Optional.of((long) minutesWord);
    }

    @Override
    public int segment() {
      return DianetRequest.Segment.STATUS.code();
    }
  }

  /**
   * Segment 03, as far as it is used: eight more words follow.
   *
   * @param pressureByte percent of the pressure step that is set
   * @param volumeWord infused, 0.1 mL
   */
  record Actual(int address, int pressureByte, long volumeWord) implements DianetReply {
    static final int LENGTH = 21;

    private static DianetReply from(DianetData data) {
      return new Actual(data.address(), data.byteAt(0), data.longAt(1));
    }

    /** What is more than all is no percentage. */
    Optional<Integer> pressure() {
      return pressureByte > 100 ? Optional.empty() : Optional.of(pressureByte);
    }

    Optional<Long> volumeInfused() {
      return given(volumeWord);
    }

    @Override
    public int segment() {
      return DianetRequest.Segment.ACTUAL.code();
    }
  }

  /**
   * Segment 04: what is set.
   *
   * @param rate 0.01 mL/h
   * @param volume to be infused, 0.1 mL
   * @param minutes the time that goes with them; the pump may calculate it
   * @param others bolus rate, bolus volume, pressure step, standby time and drug, as they came
   */
  record Targets(int address, long rate, long volume, int minutes, Bytes others)
      implements DianetReply {
    static final int LENGTH = 39;

    private static final int OTHERS = 10;
    private static final int DRUG = 9;
    private static final int DRUG_LENGTH = 20;

    private static DianetReply from(DianetData data) {
      return new Targets(
          data.address(),
          data.longAt(0),
          data.longAt(4),
          data.wordAt(8),
          data.bytesAt(OTHERS, LENGTH - OTHERS));
    }

    /** Whether nothing at all is set otherwise. */
    boolean isSameAs(Targets other) {
      return rate == other.rate
          && volume == other.volume
          && minutes == other.minutes
          && others.equals(other.others);
    }

    Optional<String> drug() {
      return text(Bytes.of(others.toArray(), DRUG, DRUG_LENGTH));
    }

    @Override
    public int segment() {
      return DianetRequest.Segment.TARGETS.code();
    }
  }

  /**
   * Segment 06, as far as it is used; rates 0.01 mL/h.
   *
   * @param decimals how many the pump's display shows of a rate
   * @param now the rates that the mode of operation allows now
   * @param byHand the rates without control from outside
   * @param controlled the rates under control from outside
   * @param volumeMaximum largest volume to be infused, 0.1 mL
   */
  record Limits(
      int address, int decimals, Rates now, Rates byHand, Rates controlled, long volumeMaximum)
      implements DianetReply {
    static final int LENGTH = 49;

    /** From the least to the largest, both included. */
    record Rates(long least, long most) {
      boolean isGiven() {
        return given(least).isPresent() && given(most).isPresent();
      }

      boolean allows(long rate) {
        return rate >= least && rate <= most;
      }
    }

    private static DianetReply from(DianetData data) {
      return new Limits(
          data.address(),
          data.byteAt(5),
          new Rates(data.longAt(10), data.longAt(6)),
          new Rates(data.longAt(37), data.longAt(33)),
          new Rates(data.longAt(45), data.longAt(41)),
          data.longAt(20));
    }

    @Override
    public int segment() {
      return DianetRequest.Segment.LIMITS.code();
    }
  }

  /** What was written is taken. */
  record Accepted(int address, int segment) implements DianetReply {}

  /** The pump says no; {@link DianetRefusal} knows what the number means. */
  record Refused(int address, int segment, int error) implements DianetReply {}

  /** A valid frame that is no reply of these: an echo, another segment, another length. */
  record Other(int address, int segment) implements DianetReply {}
}
