// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes what {@link KuraCodec} reads; fields in ascending order, as Kura does. */
final class KuraEncoder {

  private KuraEncoder() {}

  static Bytes encode(KuraPayload payload) {
    return write(out -> writePayload(out, payload));
  }

  private static void writePayload(CodedOutputStream out, KuraPayload payload) throws IOException {
    if (payload.sentOn().isPresent()) {
      out.writeInt64(KuraCodec.TIMESTAMP, payload.sentOn().get().toEpochMilli());
    }
    if (payload.position().isPresent()) {
      KuraPosition position = payload.position().get();
      writeMessage(
          out,
          KuraCodec.POSITION,
          inner -> {
            inner.writeDouble(1, position.latitude());
            inner.writeDouble(2, position.longitude());
          });
    }
    for (Map.Entry<String, KuraValue> metric : payload.metrics().entrySet()) {
      writeMessage(
          out,
          KuraCodec.METRIC,
          inner -> {
            inner.writeString(KuraCodec.METRIC_NAME, metric.getKey());
            writeValue(inner, metric.getValue());
          });
    }
    if (payload.body().isPresent()) {
      out.writeByteArray(KuraCodec.BODY, payload.body().get().toArray());
    }
  }

  private static void writeValue(CodedOutputStream out, KuraValue value) throws IOException {
    if (value instanceof KuraValue.Double64 number) {
      out.writeDouble(writeType(out, 0), number.value());
    } else if (value instanceof KuraValue.Float32 number) {
      out.writeFloat(writeType(out, 1), number.value());
    } else if (value instanceof KuraValue.Int64 number) {
      out.writeInt64(writeType(out, 2), number.value());
    } else if (value instanceof KuraValue.Int32 number) {
      out.writeInt32(writeType(out, 3), number.value());
    } else if (value instanceof KuraValue.Flag flag) {
      out.writeBool(writeType(out, 4), flag.value());
    } else if (value instanceof KuraValue.Text text) {
      out.writeString(writeType(out, 5), text.value());
    } else if (value instanceof KuraValue.Binary binary) {
      out.writeByteArray(writeType(out, 6), binary.value().toArray());
    }
  }

  /** Writes the type and says which field its value is. */
  private static int writeType(CodedOutputStream out, int type) throws IOException {
    out.writeEnum(KuraCodec.METRIC_TYPE, type);
    return type + KuraCodec.METRIC_FIRST_VALUE;
  }

  private static void writeMessage(CodedOutputStream out, int field, Writing content)
      throws IOException {
    Bytes inner = write(content);
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(inner.length());
    out.writeRawBytes(inner.toArray());
  }

  private static Bytes write(Writing content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      content.to(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory takes everything", e);
    }
    return Bytes.of(bytes.toByteArray());
  }

  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }
}
