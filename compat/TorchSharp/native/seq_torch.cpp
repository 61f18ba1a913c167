// A narrow C interface to libtorch. Every ATen operator is reached through PyTorch's dispatcher by its schema name ("aten::add", "Tensor"),
// so this file has no function per operator: st_find looks one up, st_invoke calls it with tagged values.
// A tensor handle is an owned TensorImpl*: equal pointers are the same tensor, and each handle is released once with st_free.
// No exception leaves this file: a function that can fail returns 0 or -1, and st_error tells why.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <ATen/core/stack.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/ops/empty.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cstring>
#include <exception>

using at::Tensor;
using c10::IValue;
using c10::TensorImpl;
using c10::UndefinedTensorImpl;

#define API extern "C" __attribute__((visibility("default")))

enum Kind : int32_t {
  kNone, kTensor, kInt, kDouble, kBool, kInts, kDoubles, kBools, kTensors, kOptionalTensors, kString, kDevice, kGenerator, kDefault
};

// `count` is the length of a list or string, or the type of a device.
struct Value {
  int32_t kind, count;
  union {
    int64_t i;
    double d;
    void* p;
  };
};

static thread_local std::string lastError;

template <class F>
static int guard(F&& body) {
  try {
    body();
    return 0;
  } catch (const c10::Error& e) {
    lastError = e.what_without_backtrace();
  } catch (const std::exception& e) {
    lastError = e.what();
  } catch (...) {
    lastError = "libtorch threw something that is not an exception";
  }
  return -1;
}

static Tensor borrow(void* handle) {
  return handle ? Tensor(c10::intrusive_ptr<TensorImpl, UndefinedTensorImpl>::reclaim_copy((TensorImpl*)handle)) : Tensor();
}

static void* release(Tensor t) { return t.defined() ? t.unsafeReleaseTensorImpl() : nullptr; }

static std::vector<Tensor> borrowAll(void** handles, int count) {
  std::vector<Tensor> all;
  for (int k = 0; k < count; k++) all.push_back(borrow(handles[k]));
  return all;
}

template <class T, class S>
static IValue list(const Value& v) {
  c10::List<T> all;
  all.reserve(v.count);
  for (int k = 0; k < v.count; k++) all.push_back((T)((const S*)v.p)[k]);
  return all;
}

static IValue toIValue(const Value& v) {
  switch (v.kind) {
    case kTensor: return borrow(v.p);
    case kInt: return v.i;
    case kDouble: return v.d;
    case kBool: return v.i != 0;
    case kInts: return list<int64_t, int64_t>(v);
    case kDoubles: return list<double, double>(v);
    case kBools: return list<bool, int64_t>(v);
    case kTensors: {
      c10::List<Tensor> all;
      all.reserve(v.count);
      for (int k = 0; k < v.count; k++) all.push_back(borrow(((void**)v.p)[k]));
      return all;
    }
    case kOptionalTensors: {
      c10::List<c10::optional<Tensor>> all;
      all.reserve(v.count);
      for (int k = 0; k < v.count; k++) {
        void* handle = ((void**)v.p)[k];
        all.push_back(handle ? c10::optional<Tensor>(borrow(handle)) : c10::nullopt);
      }
      return all;
    }
    case kString: return std::string((const char*)v.p, v.count);
    case kDevice: return c10::Device((c10::DeviceType)v.count, (c10::DeviceIndex)v.i);
    case kGenerator: return *(at::Generator*)v.p;
    default: return IValue();
  }
}

static Value fromIValue(IValue&& v) {
  Value r{kNone, 0, {0}};
  if (v.isTensor()) {
    r.kind = kTensor;
    r.p = release(std::move(v).toTensor());
  } else if (v.isInt()) {
    r.kind = kInt;
    r.i = v.toInt();
  } else if (v.isDouble()) {
    r.kind = kDouble;
    r.d = v.toDouble();
  } else if (v.isBool()) {
    r.kind = kBool;
    r.i = v.toBool();
  } else if (v.isTensorList()) {
    auto all = std::move(v).toTensorVector();
    auto handles = (void**)malloc(sizeof(void*) * (all.size() + 1));
    for (size_t k = 0; k < all.size(); k++) handles[k] = release(std::move(all[k]));
    r.kind = kTensors;
    r.count = (int32_t)all.size();
    r.p = handles;
  } else if (!v.isNone()) {
    TORCH_CHECK(false, "unsupported result type ", v.tagKind());
  }
  return r;
}

API const char* st_error() { return lastError.c_str(); }

// The handle of an operator lives as long as the process; callers keep it.
API int st_find(const char* name, const char* overload, void** op) {
  return guard([&] { *op = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)); });
}

// Missing trailing arguments and those of kind kDefault take the schema's default. With *outputs = 0 the results are dropped.
API int st_invoke(void* op, const Value* in, int inputs, Value* out, int* outputs) {
  return guard([&] {
    auto& handle = *(c10::OperatorHandle*)op;
    auto& arguments = handle.schema().arguments();
    TORCH_CHECK((size_t)inputs <= arguments.size(), handle.operator_name(), " takes ", arguments.size(), " arguments, not ", inputs);
    torch::jit::Stack stack;
    stack.reserve(arguments.size() > 4 ? arguments.size() : 4);
    for (size_t k = 0; k < arguments.size(); k++) {
      if ((int)k < inputs && in[k].kind != kDefault) {
        stack.push_back(toIValue(in[k]));
      } else {
        TORCH_CHECK(arguments[k].default_value().has_value(), "missing argument ", arguments[k].name(), " of ", handle.operator_name());
        stack.push_back(*arguments[k].default_value());
      }
    }
    handle.callBoxed(stack);
    if (*outputs == 0) return;
    TORCH_CHECK((int)stack.size() <= *outputs, handle.operator_name(), " has ", stack.size(), " results");
    *outputs = (int)stack.size();
    for (size_t k = 0; k < stack.size(); k++) out[k] = fromIValue(std::move(stack[k]));
  });
}

API void st_free(void* handle) {
  if (handle) c10::raw::intrusive_ptr::decref((TensorImpl*)handle);
}
API void st_free_list(void* list) { free(list); }
API void* st_retain(void* handle) {
  c10::raw::intrusive_ptr::incref((TensorImpl*)handle);
  return handle;
}

struct Meta {
  int64_t elements, elementSize, storageOffset;
  const int64_t* sizes;
  const int64_t* strides;
  int32_t dimensions, dtype, device, deviceIndex;
  uint8_t requiresGrad, isLeaf, isContiguous, isSparse;
};
API int st_meta(void* handle, Meta* m) {
  return guard([&] {
    Tensor t = borrow(handle);
    *m = {t.numel(), (int64_t)t.element_size(), t.storage_offset(), t.sizes().data(), t.strides().data(),
          (int32_t)t.dim(), (int32_t)t.scalar_type(), (int32_t)t.device().type(), t.device().index(),
          t.requires_grad(), t.is_leaf(), t.is_contiguous(), t.is_sparse()};
  });
}
API int st_data(void* handle, void** data) {
  return guard([&] { *data = borrow(handle).data_ptr(); });
}
API int st_from_bytes(const void* data, const int64_t* sizes, int dimensions, int dtype, void** out) {
  return guard([&] {
    Tensor t = at::empty(at::IntArrayRef(sizes, dimensions), at::TensorOptions().dtype((at::ScalarType)dtype));
    if (t.numel() > 0) std::memcpy(t.data_ptr(), data, t.nbytes());
    *out = release(std::move(t));
  });
}
API int st_default_dtype(int dtype) {
  return guard([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta((at::ScalarType)dtype)); });
}

API int st_grad(void* handle, void** out) {
  return guard([&] { *out = release(borrow(handle).grad()); });
}
API int st_set_grad(void* handle, void* grad) {
  return guard([&] { borrow(handle).mutable_grad() = borrow(grad); });
}
API int st_set_requires_grad(void* handle, int on) {
  return guard([&] { borrow(handle).set_requires_grad(on != 0); });
}
API int st_backward(void** tensors, int count, void** grads, int retain, int create, void** inputs, int inputCount) {
  return guard([&] {
    auto g = grads ? borrowAll(grads, count) : std::vector<Tensor>();
    torch::autograd::backward(borrowAll(tensors, count), g, retain != 0, create != 0, borrowAll(inputs, inputCount));
  });
}
API int st_gradients(void** outputs, int count, void** inputs, int inputCount, void** grads, int retain, int create, int unused, void** out) {
  return guard([&] {
    auto g = grads ? borrowAll(grads, count) : std::vector<Tensor>();
    auto r = torch::autograd::grad(borrowAll(outputs, count), borrowAll(inputs, inputCount), g, retain != 0, create != 0, unused != 0);
    for (size_t k = 0; k < r.size(); k++) out[k] = release(std::move(r[k]));
  });
}
API int st_grad_mode() { return c10::GradMode::is_enabled(); }
API void st_set_grad_mode(int on) { c10::GradMode::set_enabled(on != 0); }
API int st_inference_mode() { return c10::InferenceMode::is_enabled(); }
API void* st_enter_inference_mode(int on) { return new c10::InferenceMode(on != 0); }
API void st_leave_inference_mode(void* mode) { delete (c10::InferenceMode*)mode; }

API int st_generator(uint64_t seed, void** out) {
  return guard([&] { *out = new at::Generator(at::detail::createCPUGenerator(seed)); });
}
API int st_default_generator(void** out) {
  return guard([&] { *out = new at::Generator(at::detail::getDefaultCPUGenerator()); });
}
API void st_generator_free(void* generator) { delete (at::Generator*)generator; }
API int st_generator_set_seed(void* generator, uint64_t seed) {
  return guard([&] {
    auto& g = *(at::Generator*)generator;
    std::lock_guard<std::mutex> lock(g.mutex());
    g.set_current_seed(seed);
  });
}
API int st_generator_seed(void* generator, uint64_t* seed) {
  return guard([&] { *seed = ((at::Generator*)generator)->current_seed(); });
}
API int st_generator_state(void* generator, void** out) {
  return guard([&] { *out = release(((at::Generator*)generator)->get_state()); });
}
API int st_generator_set_state(void* generator, void* state) {
  return guard([&] { ((at::Generator*)generator)->set_state(borrow(state)); });
}

API int st_threads() { return at::get_num_threads(); }
API int st_set_threads(int n) {
  return guard([&] { at::set_num_threads(n); });
}
API int st_interop_threads() { return at::get_num_interop_threads(); }
API int st_set_interop_threads(int n) {
  return guard([&] { at::set_num_interop_threads(n); });
}
API int st_cuda_devices() { return at::detail::getCUDAHooks().getNumGPUs(); }
API int st_set_deterministic(int on, int warnOnly) {
  return guard([&] { at::globalContext().setDeterministicAlgorithms(on != 0, warnOnly != 0); });
}
API int st_deterministic() { return at::globalContext().deterministicAlgorithms(); }
