// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kura's protobuf (proto2, package {@code kuradatatypes}); {@code KuraEncoder} writes it.
 * Total: any bytes give an answer. Stricter than protobuf asks: a known field of another wire type,
 * a group, a known field that comes twice, two metrics of one name, and a metric without the one
 * value that its type announces are refused, because a command that can be read in two ways must
 * not be read at all.
 *
 * <pre>
 * KuraPayload  { int64 timestamp = 1; KuraPosition position = 2; extensions 3 to 4999;
 *                repeated KuraMetric metric = 5000; bytes body = 5001 }
 * KuraMetric   { required string name = 1; required enum type = 2; double 3; float 4; int64 5;
 *                int32 6; bool 7; string 8; bytes 9 }
 * KuraPosition { required double latitude = 1, longitude = 2; double 3 to 6; int64 timestamp = 7;
 *                int32 satellites = 8, status = 9 }
 * </pre>
 */
public final class KuraCodec {
  /** The largest command body, and as much again as all metrics may reasonably need. */
  public static final int MAX_BYTES = Command.MAX_BODY + 64 * 1024;

  /** Kura's own births carry about 40. */
  public static final int MAX_METRICS = 256;

  static final int TIMESTAMP = 1;
  static final int POSITION = 2;
  static final int METRIC = 5000;
  static final int BODY = 5001;
  static final int METRIC_NAME = 1;
  static final int METRIC_TYPE = 2;

  /** The value of type {@code n} (0 to 6) is field {@code n + 3}. */
  static final int METRIC_FIRST_VALUE = 3;

  private static final int METRIC_LAST_VALUE = 9;
  private static final int LATITUDE = 1;
  private static final int LONGITUDE = 2;

  private KuraCodec() {}

  public static Bytes encode(KuraPayload payload) {
    return KuraEncoder.encode(payload);
  }

  public static Decoded decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return new Decoded.Bad("too-large", "The payload is larger than " + MAX_BYTES + " bytes.");
    }
    if (bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
      // Our birth says accept_encoding "": nobody has a reason to send this, and it could be a
      // bomb.
      return new Decoded.Bad("compressed", "Compressed payloads are not accepted.");
    }
    try {
      return new Decoded.Good(readPayload(CodedInputStream.newInstance(bytes)));
    } catch (Misfit e) {
      return new Decoded.Bad("malformed", e.sentence);
    } catch (IOException e) {
      return new Decoded.Bad("malformed", "The payload is cut off or no protobuf.");
    }
  }

  private static KuraPayload readPayload(CodedInputStream in) throws IOException {
    Optional<Instant> sentOn = Optional.empty();
    Optional<KuraPosition> position = Optional.empty();
    Map<String, KuraValue> metrics = new LinkedHashMap<>();
    Optional<Bytes> body = Optional.empty();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case TIMESTAMP -> {
          require(tag, WireFormat.WIRETYPE_VARINT);
          requireOnce(sentOn.isEmpty());
          sentOn = Optional.of(Instant.ofEpochMilli(in.readInt64()));
        }
        case POSITION -> {
          requireOnce(position.isEmpty());
          position = Optional.of(readPosition(in, enter(in, tag)));
        }
        case METRIC -> readMetric(in, enter(in, tag), metrics);
        case BODY -> {
          require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
          requireOnce(body.isEmpty());
          body = Optional.of(Bytes.of(in.readByteArray()));
        }
        default -> skip(in, tag);
      }
    }
    return new KuraPayload(sentOn, position, metrics, body);
  }

  private static void readMetric(CodedInputStream in, int outer, Map<String, KuraValue> metrics)
      throws IOException {
    Optional<String> name = Optional.empty();
    OptionalInt type = OptionalInt.empty();
    int valueField = 0;
    @Nullable KuraValue value = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field == METRIC_NAME) {
        require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        requireOnce(name.isEmpty());
        name = Optional.of(in.readStringRequireUtf8());
      } else if (field == METRIC_TYPE) {
        require(tag, WireFormat.WIRETYPE_VARINT);
        requireOnce(type.isEmpty());
        type = OptionalInt.of(in.readEnum());
      } else if (field <= METRIC_LAST_VALUE) {
        requireOnce(value == null);
        value = readValue(in, tag, field);
        valueField = field;
      } else {
        skip(in, tag);
      }
    }
    leave(in, outer);
    if (name.isEmpty() || type.isEmpty()) {
      throw new Misfit("A metric has no name or no type.");
    }
    if (value == null || type.getAsInt() != valueField - METRIC_FIRST_VALUE) {
      throw new Misfit("A metric has no value of its type.");
    }
    if (metrics.size() == MAX_METRICS) {
      throw new Misfit("There are more than " + MAX_METRICS + " metrics.");
    }
    if (metrics.putIfAbsent(name.get(), value) != null) {
      throw new Misfit("Two metrics have the same name.");
    }
  }

  private static KuraValue readValue(CodedInputStream in, int tag, int field) throws IOException {
    switch (field - METRIC_FIRST_VALUE) {
      case 0 -> {
        require(tag, WireFormat.WIRETYPE_FIXED64);
        return new KuraValue.Double64(in.readDouble());
      }
      case 1 -> {
        require(tag, WireFormat.WIRETYPE_FIXED32);
        return new KuraValue.Float32(in.readFloat());
      }
      case 2 -> {
        require(tag, WireFormat.WIRETYPE_VARINT);
        return new KuraValue.Int64(in.readInt64());
      }
      case 3 -> {
        require(tag, WireFormat.WIRETYPE_VARINT);
        return new KuraValue.Int32(in.readInt32());
      }
      case 4 -> {
        require(tag, WireFormat.WIRETYPE_VARINT);
        return new KuraValue.Flag(in.readBool());
      }
      case 5 -> {
        require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return new KuraValue.Text(in.readStringRequireUtf8());
      }
      default -> {
        require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return new KuraValue.Binary(Bytes.of(in.readByteArray()));
      }
    }
  }

  private static KuraPosition readPosition(CodedInputStream in, int outer) throws IOException {
    Optional<Double> latitude = Optional.empty();
    Optional<Double> longitude = Optional.empty();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case LATITUDE -> {
          require(tag, WireFormat.WIRETYPE_FIXED64);
          latitude = Optional.of(in.readDouble());
        }
        case LONGITUDE -> {
          require(tag, WireFormat.WIRETYPE_FIXED64);
          longitude = Optional.of(in.readDouble());
        }
        default -> skip(in, tag);
      }
    }
    leave(in, outer);
    if (latitude.isEmpty() || longitude.isEmpty()) {
      throw new Misfit("A position has no latitude or no longitude.");
    }
    return new KuraPosition(latitude.get(), longitude.get());
  }

  private static int enter(CodedInputStream in, int tag) throws IOException {
    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    return in.pushLimit(in.readRawVarint32());
  }

  private static void leave(CodedInputStream in, int outer) throws IOException {
    if (!in.isAtEnd()) {
      throw new Misfit("A message within the payload ends too early.");
    }
    in.popLimit(outer);
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    int wireType = WireFormat.getTagWireType(tag);
    if (wireType == WireFormat.WIRETYPE_START_GROUP || wireType == WireFormat.WIRETYPE_END_GROUP) {
      throw new Misfit("Groups are not accepted."); // they nest without limit
    }
    in.skipField(tag);
  }

  /** Protobuf would take the last; another reader may take the first. */
  private static void requireOnce(boolean first) throws Misfit {
    if (!first) {
      throw new Misfit("A field comes twice.");
    }
  }

  private static void require(int tag, int wireType) throws Misfit {
    if (WireFormat.getTagWireType(tag) != wireType) {
      throw new Misfit("A field has the wrong wire type.");
    }
  }

  /** Leaves the reading methods at once; never leaves this class. */
  private static final class Misfit extends IOException {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    Misfit(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  }
}
