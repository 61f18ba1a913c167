using TorchSharp.Interop;

namespace TorchSharp;

/// <content>Settings of the process and of the thread.</content>
public static partial class torch
{
    private static ScalarType _defaultType = ScalarType.Float32;
    private static Device _defaultDevice = new(DeviceType.CPU);

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static ScalarType get_default_dtype() => _defaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        Native.Check(Native.st_default_dtype((int)dtype));
        _defaultType = dtype;
    }

    public static Device get_default_device() => _defaultDevice;

    public static void set_default_device(Device device) => _defaultDevice = InitializeDevice(device);

    public static void set_default_device(string device) => set_default_device(new Device(device));

    public static int get_num_threads() => Native.st_threads();

    public static void set_num_threads(int num) => Native.Check(Native.st_set_threads(num));

    public static int get_num_interop_threads() => Native.st_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.st_set_interop_threads(num));

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.st_grad_mode() != 0;

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.st_inference_mode() != 0;

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>CUDA as this libtorch has it.</summary>
    public static partial class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static int device_count() => Native.st_cuda_devices();

        public static void manual_seed(long seed) => torch.manual_seed(seed);

        public static void manual_seed_all(long seed) => torch.manual_seed(seed);
    }

    /// <summary>Sets recording of gradients for this thread, and sets it back when disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly int _before = Native.st_grad_mode();

        internal GradMode(bool on) => Native.st_set_grad_mode(on ? 1 : 0);

        public void Dispose() => Native.st_set_grad_mode(_before);
    }

    private sealed class InferenceMode : IDisposable
    {
        private nint _mode;

        internal InferenceMode(bool on) => _mode = Native.st_enter_inference_mode(on ? 1 : 0);

        public void Dispose()
        {
            if (_mode != 0)
            {
                Native.st_leave_inference_mode(_mode);
                _mode = 0;
            }
        }
    }
}
