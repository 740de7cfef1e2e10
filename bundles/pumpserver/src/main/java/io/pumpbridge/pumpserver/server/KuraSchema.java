// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ExtensionRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;

/** Kura's payload definition (package {@code kuradatatypes}, proto2), said in Java. */
final class KuraSchema {
  private static final FileDescriptor FILE = build();

  static final Descriptor PAYLOAD = FILE.findMessageTypeByName("KuraPayload");
  static final FieldDescriptor TIMESTAMP = PAYLOAD.findFieldByNumber(1);
  static final FieldDescriptor METRIC = PAYLOAD.findFieldByNumber(5000);
  static final FieldDescriptor BODY = PAYLOAD.findFieldByNumber(5001);

  static final Descriptor METRIC_TYPE = METRIC.getMessageType();
  static final FieldDescriptor NAME = METRIC_TYPE.findFieldByNumber(1);
  static final FieldDescriptor TYPE = METRIC_TYPE.findFieldByNumber(2);
  static final EnumDescriptor VALUE_TYPE = TYPE.getEnumType();

  private KuraSchema() {}

  /** The field that holds a value of this type: they stand in the enumeration's order, from 3. */
  static FieldDescriptor valueField(int typeNumber) {
    return METRIC_TYPE.findFieldByNumber(typeNumber + 3);
  }

  private static FileDescriptor build() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("kurapayload.proto")
            .setPackage("kuradatatypes")
            .addMessageType(payload())
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("the definition above is wrong", e);
    }
  }

  private static DescriptorProto payload() {
    return DescriptorProto.newBuilder()
        .setName("KuraPayload")
        .addField(
            field(
                "timestamp",
                1,
                FieldDescriptorProto.Type.TYPE_INT64,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(message("position", 2, "KuraPosition", FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addExtensionRange(ExtensionRange.newBuilder().setStart(3).setEnd(5000))
        .addField(message("metric", 5000, "KuraMetric", FieldDescriptorProto.Label.LABEL_REPEATED))
        .addField(
            field(
                "body",
                5001,
                FieldDescriptorProto.Type.TYPE_BYTES,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addNestedType(metric())
        .addNestedType(position())
        .build();
  }

  private static DescriptorProto metric() {
    EnumDescriptorProto.Builder types = EnumDescriptorProto.newBuilder().setName("ValueType");
    List<String> names = List.of("DOUBLE", "FLOAT", "INT64", "INT32", "BOOL", "STRING", "BYTES");
    for (int i = 0; i < names.size(); i++) {
      types.addValue(EnumValueDescriptorProto.newBuilder().setName(names.get(i)).setNumber(i));
    }
    return DescriptorProto.newBuilder()
        .setName("KuraMetric")
        .addEnumType(types)
        .addField(
            field(
                "name",
                1,
                FieldDescriptorProto.Type.TYPE_STRING,
                FieldDescriptorProto.Label.LABEL_REQUIRED))
        .addField(
            field(
                    "type",
                    2,
                    FieldDescriptorProto.Type.TYPE_ENUM,
                    FieldDescriptorProto.Label.LABEL_REQUIRED)
                .toBuilder()
                .setTypeName(".kuradatatypes.KuraPayload.KuraMetric.ValueType"))
        .addField(
            field(
                "double_value",
                3,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "float_value",
                4,
                FieldDescriptorProto.Type.TYPE_FLOAT,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "long_value",
                5,
                FieldDescriptorProto.Type.TYPE_INT64,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "int_value",
                6,
                FieldDescriptorProto.Type.TYPE_INT32,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "bool_value",
                7,
                FieldDescriptorProto.Type.TYPE_BOOL,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "string_value",
                8,
                FieldDescriptorProto.Type.TYPE_STRING,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "bytes_value",
                9,
                FieldDescriptorProto.Type.TYPE_BYTES,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .build();
  }

  private static DescriptorProto position() {
    return DescriptorProto.newBuilder()
        .setName("KuraPosition")
        .addField(
            field(
                "latitude",
                1,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_REQUIRED))
        .addField(
            field(
                "longitude",
                2,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_REQUIRED))
        .addField(
            field(
                "altitude",
                3,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "precision",
                4,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "heading",
                5,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "speed",
                6,
                FieldDescriptorProto.Type.TYPE_DOUBLE,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "timestamp",
                7,
                FieldDescriptorProto.Type.TYPE_INT64,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "satellites",
                8,
                FieldDescriptorProto.Type.TYPE_INT32,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .addField(
            field(
                "status",
                9,
                FieldDescriptorProto.Type.TYPE_INT32,
                FieldDescriptorProto.Label.LABEL_OPTIONAL))
        .build();
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type, FieldDescriptorProto.Label label) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(label)
        .build();
  }

  private static FieldDescriptorProto message(
      String name, int number, String type, FieldDescriptorProto.Label label) {
    return field(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE, label).toBuilder()
        .setTypeName(".kuradatatypes.KuraPayload." + type)
        .build();
  }
}
