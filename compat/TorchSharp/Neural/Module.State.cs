using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <content>State dictionaries, and moves to another type or device.</content>
        public partial class Module
        {
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (inner, parameter) in named_parameters())
                {
                    destination.TryAdd(start + inner, parameter);
                }

                foreach (var (inner, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(start + inner, buffer);
                }

                foreach (var (inner, module) in _internal_submodules)
                {
                    module.state_dict(destination, start + inner);
                }

                return destination;
            }

            /// <exception cref="InvalidOperationException"><paramref name="strict"/> and the names differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var destination = state_dict();
                var unexpected = source.Keys.Where(key => !skip.Contains(key) && !destination.ContainsKey(key)).ToList();
                var missing = destination.Keys.Where(key => !skip.Contains(key) && !source.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                }

                using var frozen = no_grad();
                foreach (var (key, value) in source)
                {
                    if (!skip.Contains(key) && destination.TryGetValue(key, out var target))
                    {
                        target.copy_(value);
                    }
                }

                return (missing, unexpected);
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                InitializeDeviceType(device.type);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                InitializeDeviceType(deviceType);
                deviceIndex = deviceType == DeviceType.CUDA ? deviceIndex : -1;
                if (deviceType != _deviceType || deviceIndex != _deviceIndex)
                {
                    _toEpilog(deviceType, deviceIndex, non_blocking);
                }

                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloatingPoint(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) =>
                _toEpilog((ScalarType?)dtype, device, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    _ = device is null ? child._to(dtype!.Value, non_blocking)
                        : dtype is null ? child._to(device.type, device.index, non_blocking)
                        : child._to(device, dtype.Value, non_blocking);
                }

                foreach (var (key, parameter) in named_parameters(false).ToList())
                {
                    if (ReplaceParameter(dtype, device, parameter, out var moved))
                    {
                        ConditionallyRegisterParameter(key, moved);
                        Assign(key, parameter, moved!);
                    }
                }

                foreach (var (key, buffer) in named_buffers(false).ToList())
                {
                    if (ReplaceBuffer(dtype, device, buffer, out var moved))
                    {
                        ConditionallyRegisterBuffer(key, moved);
                        Assign(key, buffer, moved!);
                    }
                }

                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                var (type, place) = Target(dtype, device, buffer);
                var moves = buffer.ToWillCopy(type, place);
                result = moves ? buffer.to(type, place, disposeAfter: true).DetachFromDisposeScope() : null;
                return moves;
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                var (type, place) = Target(dtype, device, param);
                using var gradient = param.grad;
                if (!param.ToWillCopy(type, place) && gradient?.ToWillCopy(type, place) != true)
                {
                    return false;
                }

                using var frozen = no_grad();
                p = new Parameter(param.to(type, place, copy: true), param.requires_grad);
                p.DetachFromDisposeScope();
                if (gradient is not null)
                {
                    using var moved = gradient.to(type, place);
                    p.grad = moved;
                }

                return true;
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            /// <summary>What a new module's constructor does with the device and type it was asked for.</summary>
            internal T Placed<T>(Device? device, ScalarType? dtype)
                where T : Module
            {
                if (dtype is { } type)
                {
                    _to(device ?? get_default_device(), type, false);
                }
                else if (device is not null)
                {
                    _to(device.type, device.index, false);
                }

                return (T)this;
            }

            private static void RequireFloatingPoint(ScalarType dtype)
            {
                if (!torch.is_floating_point(dtype))
                {
                    throw new ArgumentException(
                        $"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
                }
            }

            private static (ScalarType Type, Device Place) Target(ScalarType? dtype, Device? device, Tensor tensor) =>
                (dtype is { } type && tensor.is_floating_point() ? type : tensor.dtype, device ?? tensor.device);

            /// <summary>Puts the moved tensor where the old one stood: a field or a public property of that name.</summary>
            private void Assign(string key, Tensor old, Tensor moved)
            {
                var property = GetType().GetProperty(key, BindingFlags.Public | BindingFlags.Instance);
                if (property?.CanWrite == true)
                {
                    property.SetValue(this, moved);
                    return;
                }

                foreach (var field in Fields())
                {
                    if (field.ComponentName() == key && ReferenceEquals(field.GetValue(this), old))
                    {
                        field.SetValue(this, moved);
                    }
                }

                old.Dispose();
            }
        }
    }
}
