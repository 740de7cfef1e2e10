// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what {@link KuraCodec} reads; fields in ascending order, as Kura does. Sizes are computed
 * first, so that all goes into one array: a backlog has a quarter of a million of these.
 */
final class KuraEncoder {
  private static final int DOUBLE = 0;
  private static final int FLOAT = 1;
  private static final int INT64 = 2;
  private static final int INT32 = 3;
  private static final int BOOL = 4;
  private static final int STRING = 5;
  private static final int BYTES = 6;

  private KuraEncoder() {}

  static Bytes encode(KuraPayload payload) {
    byte[] encoded = new byte[sizeOf(payload)];
    CodedOutputStream out = CodedOutputStream.newInstance(encoded);
    try {
      write(out, payload);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("the array is as large as was computed", e);
    }
    return Bytes.of(encoded);
  }

  private static int sizeOf(KuraPayload payload) {
    int size = 0;
    if (payload.sentOn().isPresent()) {
      long sentOn = payload.sentOn().get().toEpochMilli();
      size += CodedOutputStream.computeInt64Size(KuraCodec.TIMESTAMP, sentOn);
    }
    if (payload.position().isPresent()) {
      size += sizeOfMessage(KuraCodec.POSITION, sizeOf(payload.position().get()));
    }
    for (Map.Entry<String, KuraValue> metric : payload.metrics().entrySet()) {
      size += sizeOfMessage(KuraCodec.METRIC, sizeOf(metric));
    }
    Optional<Bytes> body = payload.body();
    return body.isEmpty() ? size : size + sizeOfMessage(KuraCodec.BODY, body.get().length());
  }

  private static int sizeOfMessage(int field, int content) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt32SizeNoTag(content)
        + content;
  }

  private static int sizeOf(KuraPosition position) {
    return CodedOutputStream.computeDoubleSize(1, position.latitude())
        + CodedOutputStream.computeDoubleSize(2, position.longitude());
  }

  private static int sizeOf(Map.Entry<String, KuraValue> metric) {
    int type = typeOf(metric.getValue());
    return CodedOutputStream.computeStringSize(KuraCodec.METRIC_NAME, metric.getKey())
        + CodedOutputStream.computeEnumSize(KuraCodec.METRIC_TYPE, type)
        + sizeOf(type + KuraCodec.METRIC_FIRST_VALUE, metric.getValue());
  }

  private static void write(CodedOutputStream out, KuraPayload payload) throws IOException {
    if (payload.sentOn().isPresent()) {
      out.writeInt64(KuraCodec.TIMESTAMP, payload.sentOn().get().toEpochMilli());
    }
    if (payload.position().isPresent()) {
      KuraPosition position = payload.position().get();
      beginMessage(out, KuraCodec.POSITION, sizeOf(position));
      out.writeDouble(1, position.latitude());
      out.writeDouble(2, position.longitude());
    }
    for (Map.Entry<String, KuraValue> metric : payload.metrics().entrySet()) {
      int type = typeOf(metric.getValue());
      beginMessage(out, KuraCodec.METRIC, sizeOf(metric));
      out.writeString(KuraCodec.METRIC_NAME, metric.getKey());
      out.writeEnum(KuraCodec.METRIC_TYPE, type);
      write(out, type + KuraCodec.METRIC_FIRST_VALUE, metric.getValue());
    }
    if (payload.body().isPresent()) {
      out.writeByteArray(KuraCodec.BODY, payload.body().get().toArray());
    }
  }

  private static void beginMessage(CodedOutputStream out, int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static int typeOf(KuraValue value) {
    if (value instanceof KuraValue.Double64) {
      return DOUBLE;
    } else if (value instanceof KuraValue.Float32) {
      return FLOAT;
    } else if (value instanceof KuraValue.Int64) {
      return INT64;
    } else if (value instanceof KuraValue.Int32) {
      return INT32;
    } else if (value instanceof KuraValue.Flag) {
      return BOOL;
    }
    return value instanceof KuraValue.Text ? STRING : BYTES;
  }

  private static int sizeOf(int field, KuraValue value) {
    if (value instanceof KuraValue.Double64 number) {
      return CodedOutputStream.computeDoubleSize(field, number.value());
    } else if (value instanceof KuraValue.Float32 number) {
      return CodedOutputStream.computeFloatSize(field, number.value());
    } else if (value instanceof KuraValue.Int64 number) {
      return CodedOutputStream.computeInt64Size(field, number.value());
    } else if (value instanceof KuraValue.Int32 number) {
      return CodedOutputStream.computeInt32Size(field, number.value());
    } else if (value instanceof KuraValue.Flag flag) {
      return CodedOutputStream.computeBoolSize(field, flag.value());
    } else if (value instanceof KuraValue.Text text) {
      return CodedOutputStream.computeStringSize(field, text.value());
    }
    return sizeOfMessage(field, ((KuraValue.Binary) value).value().length());
  }

  private static void write(CodedOutputStream out, int field, KuraValue value) throws IOException {
    if (value instanceof KuraValue.Double64 number) {
      out.writeDouble(field, number.value());
    } else if (value instanceof KuraValue.Float32 number) {
      out.writeFloat(field, number.value());
    } else if (value instanceof KuraValue.Int64 number) {
      out.writeInt64(field, number.value());
    } else if (value instanceof KuraValue.Int32 number) {
      out.writeInt32(field, number.value());
    } else if (value instanceof KuraValue.Flag flag) {
      out.writeBool(field, flag.value());
    } else if (value instanceof KuraValue.Text text) {
      out.writeString(field, text.value());
    } else if (value instanceof KuraValue.Binary binary) {
      out.writeByteArray(field, binary.value().toArray());
    }
  }
}
