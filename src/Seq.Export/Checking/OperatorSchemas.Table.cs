namespace Seq.Export;

/// <content>The table: a line per operator and form.</content>
internal static partial class OperatorSchemas
{
    /// <summary>
    /// Operator, versions, inputs, outputs, attributes. Versions: since 7, or 13-17 for a form that version 18 replaced. Numbers: 2, 1-3, or 1+ for any from 1.
    /// Attributes: i f s t g for one integer, float, text, tensor or graph; I F S for lists; ! for one that must be there. Facts of github.com/onnx/onnx, docs/Changelog.md,
    /// for the operators that the builder has, from opset 13 on.
    /// </summary>
    private const string Table = """
        Abs 6 1 1
        Acos 7 1 1
        Add 7 2 1
        And 7 2 1
        ArgMax 12 1 1 axis:i keepdims:i select_last_index:i
        ArgMin 12 1 1 axis:i keepdims:i select_last_index:i
        Asin 7 1 1
        Atan 7 1 1
        AveragePool 11-18 1 1 auto_pad:s ceil_mode:i count_include_pad:i kernel_shape:I! pads:I strides:I
        AveragePool 19 1 1 auto_pad:s ceil_mode:i count_include_pad:i dilations:I kernel_shape:I! pads:I strides:I
        BatchNormalization 14 5 1-3 epsilon:f momentum:f training_mode:i
        BitShift 11 2 1 direction:s!
        BitwiseAnd 18 2 1
        BitwiseNot 18 1 1
        BitwiseOr 18 2 1
        BitwiseXor 18 2 1
        Cast 13-18 1 1 to:i!
        Cast 19 1 1 saturate:i to:i!
        Ceil 6 1 1
        Celu 12 1 1 alpha:f
        Clip 11 1-3 1
        Compress 11 2 1 axis:i
        Concat 13 1+ 1 axis:i!
        Constant 13 0 1 value:t value_float:f value_floats:F value_int:i value_ints:I value_string:s value_strings:S
        ConstantOfShape 9 1 1 value:t
        Conv 11 2-3 1 auto_pad:s dilations:I group:i kernel_shape:I pads:I strides:I
        Cos 7 1 1
        Cosh 9 1 1
        CumSum 14 2 1 exclusive:i reverse:i
        DequantizeLinear 13 2-3 1 axis:i
        Div 7 2 1
        DynamicQuantizeLinear 11 1 3
        Einsum 12 1+ 1 equation:s!
        Elu 6 1 1 alpha:f
        Equal 11 2 1
        Erf 9 1 1
        Exp 6 1 1
        Expand 8 2 1
        Flatten 9 1 1 axis:i
        Floor 6 1 1
        GRU 14 3-6 0-2 activation_alpha:F activation_beta:F activations:S clip:f direction:s hidden_size:i layout:i linear_before_reset:i
        Gather 13 2 1 axis:i
        GatherElements 13 2 1 axis:i
        GatherND 12 2 1 batch_dims:i
        Gemm 11 2-3 1 alpha:f beta:f transA:i transB:i
        GlobalAveragePool 1 1 1
        GlobalMaxPool 1 1 1
        Greater 9 2 1
        GreaterOrEqual 12 2 1
        HardSigmoid 6 1 1 alpha:f beta:f
        HardSwish 14 1 1
        Hardmax 13 1 1 axis:i
        Identity 13 1 1
        If 13 1 1+ else_branch:g! then_branch:g!
        IsInf 10 1 1 detect_negative:i detect_positive:i
        IsNaN 9 1 1
        LSTM 14 3-8 0-3 activation_alpha:F activation_beta:F activations:S clip:f direction:s hidden_size:i input_forget:i layout:i
        LayerNormalization 17 2-3 1-3 axis:i epsilon:f stash_type:i
        LeakyRelu 6 1 1 alpha:f
        Less 9 2 1
        LessOrEqual 12 2 1
        Log 6 1 1
        LogSoftmax 13 1 1 axis:i
        Loop 13 2+ 1+ body:g!
        LpNormalization 1 1 1 axis:i p:i
        MatMul 9 2 1
        MatMulInteger 10 2-4 1
        Max 8 1+ 1
        MaxPool 12 1 1-2 auto_pad:s ceil_mode:i dilations:I kernel_shape:I! pads:I storage_order:i strides:I
        Min 8 1+ 1
        Mish 18 1 1
        Mod 10 2 1 fmod:i
        Mul 7 2 1
        Neg 6 1 1
        NonZero 9 1 1
        Not 1 1 1
        OneHot 11 3 1 axis:i
        Or 7 2 1
        PRelu 9 2 1
        Pad 13-17 2-3 1 mode:s
        Pad 18 2-4 1 mode:s
        Pow 12 2 1
        QuantizeLinear 13-18 2-3 1 axis:i
        QuantizeLinear 19 2-3 1 axis:i saturate:i
        RNN 14 3-6 0-2 activation_alpha:F activation_beta:F activations:S clip:f direction:s hidden_size:i layout:i
        Range 11 3 1
        Reciprocal 6 1 1
        ReduceL1 13-17 1 1 axes:I keepdims:i
        ReduceL1 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceL2 13-17 1 1 axes:I keepdims:i
        ReduceL2 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceLogSumExp 13-17 1 1 axes:I keepdims:i
        ReduceLogSumExp 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceMax 13-17 1 1 axes:I keepdims:i
        ReduceMax 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceMean 13-17 1 1 axes:I keepdims:i
        ReduceMean 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceMin 13-17 1 1 axes:I keepdims:i
        ReduceMin 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceProd 13-17 1 1 axes:I keepdims:i
        ReduceProd 18 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceSum 13 1-2 1 keepdims:i noop_with_empty_axes:i
        ReduceSumSquare 13-17 1 1 axes:I keepdims:i
        ReduceSumSquare 18 1-2 1 keepdims:i noop_with_empty_axes:i
        RegexFullMatch 20 1 1 pattern:s
        Relu 6 1 1
        Reshape 14 2 1 allowzero:i
        ReverseSequence 10 2 1 batch_axis:i time_axis:i
        Round 11 1 1
        Scan 11 1+ 1+ body:g! num_scan_inputs:i! scan_input_axes:I scan_input_directions:I scan_output_axes:I scan_output_directions:I
        ScatterElements 16 3 1 axis:i reduction:s
        ScatterND 16 3 1 reduction:s
        Selu 6 1 1 alpha:f gamma:f
        Shape 15 1 1 end:i start:i
        Sigmoid 6 1 1
        Sign 9 1 1
        Sin 7 1 1
        Sinh 9 1 1
        Size 13 1 1
        Slice 13 3-5 1
        Softmax 13 1 1 axis:i
        Softplus 1 1 1
        Softsign 1 1 1
        Split 13-17 1-2 1+ axis:i
        Split 18 1-2 1+ axis:i num_outputs:i
        Sqrt 6 1 1
        Squeeze 13 1-2 1
        StringConcat 20 2 1
        StringNormalizer 10 1 1 case_change_action:s is_case_sensitive:i locale:s stopwords:S
        StringSplit 20 1 2 delimiter:s maxsplit:i
        Sub 7 2 1
        Tan 7 1 1
        Tanh 6 1 1
        Tile 6 2 1
        TopK 11 2 2 axis:i largest:i sorted:i
        Transpose 13 1 1 perm:I
        Trilu 14 1-2 1 upper:i
        Unsqueeze 13 2 1
        Where 9 3 1
        Xor 7 2 1
        ai.onnx.ml.LabelEncoder 2 1 1 default_float:f default_int64:i default_string:s keys_floats:F keys_int64s:I keys_strings:S values_floats:F values_int64s:I values_strings:S
        """;
}
