// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * All that can be said to a pump. The set is closed on purpose: there is no way to encode an action
 * (start, stop, bolus, mute, lock), the mode that blocks the pump's keys, a rate of zero, a bolus,
 * a dose or the pump's clock.
 */
sealed interface DianetRequest {

  /**
   * Where every pump answers for its identity and its mode; also that of a pump without address.
   */
  int NO_ADDRESS = 0;

  int FIRST_ADDRESS = 'A';
  int LAST_ADDRESS = 'Z';

  int address();

  int segment();

  Bytes bytes();

  /**
   * Whether a reply belongs to this request. Asked without an address, a pump may answer with the
   * one it was given (which of the two it does is not published); asked by an address, only that
   * one counts. A pump that could not read the request refuses segment 0.
   */
  default boolean isAnsweredBy(DianetReply reply) {
    if (reply instanceof DianetReply.Other) {
      return false;
    }
    if (reply instanceof DianetReply.Refused && reply.segment() == 0) {
      return true;
    }
    return reply.segment() == segment()
        && (reply.address() == address()
            || (address() == NO_ADDRESS && isAssignable(reply.address())));
  }

  static boolean isAssignable(int address) {
    return address >= FIRST_ADDRESS && address <= LAST_ADDRESS;
  }

  private static void requireAddress(boolean holds, int address) {
    if (!holds) {
      throw new IllegalArgumentException("no pump may have the address " + address);
    }
  }

  /** The segments that are read. */
  enum Segment {
    IDENTITY(0x01),
    STATUS(0x02),
    ACTUAL(0x03),
    TARGETS(0x04),
    LIMITS(0x06);

    private final int code;

    Segment(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Reads a segment; changes nothing. */
  record Read(int address, Segment what) implements DianetRequest {
    public Read {
      requireAddress(address == NO_ADDRESS || isAssignable(address), address);
    }

    /** Asks who is there; also what keeps a held control alive. */
    static Read identity() {
      return new Read(NO_ADDRESS, Segment.IDENTITY);
    }

    @Override
    public int segment() {
      return what.code();
    }

    @Override
    public Bytes bytes() {
      return DianetFrameReader.framed(new byte[] {(byte) address, (byte) what.code()});
    }
  }

  /** The modes that may be asked for. The third one, which blocks the pump's keys, is not here. */
  enum ControlMode {
    /** Nothing is controlled from outside; the pump's first state. */
    DOCUMENTATION(0),
    /** Set from outside and at the pump's keys. */
    REMOTE_AND_KEYS(1);

    private final int code;

    ControlMode(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /**
   * Takes the control or gives it back; always said without an address.
   *
   * @param identNumber the pump's, 32 bits; it is sent inverted, so that no other pump obeys
   * @param assigned the address that the pump gets, A to Z
   */
  record Control(long identNumber, ControlMode mode, int assigned) implements DianetRequest {
    static final int SEGMENT = 0x10;

    /** Leaves the pump's clock as it is. */
    private static final int CLOCK_UNCHANGED = 0xffffffff;

    public Control {
      requireAddress(isAssignable(assigned), assigned);
    }

    @Override
    public int address() {
      return NO_ADDRESS;
    }

    @Override
    public int segment() {
      return SEGMENT;
    }

    @Override
    public Bytes bytes() {
      return DianetFrameReader.framed(
          ByteBuffer.allocate(12)
              .put((byte) NO_ADDRESS)
              .put((byte) SEGMENT)
              .putInt((int) ~identNumber)
              .put((byte) mode.code())
              .put((byte) assigned)
              .putInt(CLOCK_UNCHANGED)
              .array());
    }
  }

  /**
   * Sets rate and, if wanted, volume; all else (time, bolus, pressure, standby, drug) stays.
   *
   * @param rate 0.01 mL/h, 1 to FFFFFFFE
   * @param volume to be infused, 0.1 mL, 1 to FFFFFFFE
   */
  record WriteTargets(int address, long rate, OptionalLong volume) implements DianetRequest {
    static final int SEGMENT = 0x12;

    /** Largest number that does not mean "unchanged". */
    static final long LARGEST = 0xfffffffeL;

    private static final int DATA = 39;

    public WriteTargets {
      requireAddress(isAssignable(address), address);
      requireNumber(rate);
      volume.ifPresent(WriteTargets::requireNumber);
    }

    private static void requireNumber(long number) {
      if (number < 1 || number > LARGEST) {
        throw new IllegalArgumentException("cannot be a target: " + number);
      }
    }

    @Override
    public int segment() {
      return SEGMENT;
    }

    @Override
    public Bytes bytes() {
      byte[] content = new byte[2 + DATA];
      Arrays.fill(content, (byte) 0xff); // unchanged
      ByteBuffer fields =
          ByteBuffer.wrap(content).put((byte) address).put((byte) SEGMENT).putInt((int) rate);
      volume.ifPresent(value -> fields.putInt((int) value));
      return DianetFrameReader.framed(content);
    }
  }
}
