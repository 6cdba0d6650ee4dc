//! Calls a function of a JavaScript thread's event loop from a thread of ours: one atomic write, nothing allocated.

use std::ffi::{CStr, c_int, c_void};
use std::mem::transmute;
use std::ptr::null_mut;

use napi::bindgen_prelude::{Env, Error, Function, JsValue, Result};
use napi::sys;

/// From libuv's public header: the number of `uv_async_t` among the handle types.
const UV_ASYNC: c_int = 1;

type Handle = *mut c_void;
type InitAsync = unsafe extern "C" fn(*mut c_void, Handle, extern "C" fn(Handle)) -> c_int;
type SendAsync = unsafe extern "C" fn(Handle) -> c_int;
type Close = unsafe extern "C" fn(Handle, Option<extern "C" fn(Handle)>);
type HandleSize = unsafe extern "C" fn(c_int) -> usize;

/// libuv as it is inside the running Node, found by name so that the crate's own tests link without it.
struct Uv {
    init_async: InitAsync,
    send_async: SendAsync,
    close: Close,
    handle_size: HandleSize,
}

impl Uv {
    fn find() -> Result<Self> {
        // SAFETY: the types are those of libuv's header, which are part of Node's stable ABI.
        unsafe {
            Ok(Self {
                init_async: transmute::<Handle, InitAsync>(symbol(c"uv_async_init")?),
                send_async: transmute::<Handle, SendAsync>(symbol(c"uv_async_send")?),
                close: transmute::<Handle, Close>(symbol(c"uv_close")?),
                handle_size: transmute::<Handle, HandleSize>(symbol(c"uv_handle_size")?),
            })
        }
    }
}

fn symbol(name: &CStr) -> Result<*mut c_void> {
    // SAFETY: the name ends with a zero.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
    if found.is_null() {
        return Err(Error::from_reason(
            "This Node does not offer libuv's functions to addons.",
        ));
    }
    Ok(found)
}

struct Callee {
    env: sys::napi_env,
    function: sys::napi_ref,
    context: sys::napi_async_context,
}

/// Made and dropped on the JavaScript thread; its sender may be used by another until then.
pub struct Wake {
    uv: Uv,
    handle: Handle,
    callee: *mut Callee,
}

#[derive(Clone, Copy)]
pub struct Sender {
    handle: Handle,
    send: SendAsync,
}

// SAFETY: uv_async_send is made for other threads; the handle outlives them, because Wake's owner joins them first.
unsafe impl Send for Sender {}

impl Sender {
    pub fn send(&self) {
        // SAFETY: the handle is open as long as the thread that holds this runs.
        unsafe { (self.send)(self.handle) };
    }
}

impl Wake {
    /// `subject` names the calls for whoever traces them.
    pub fn new(env: &Env, function: &Function<'_, (), ()>, subject: &CStr) -> Result<Self> {
        let uv = Uv::find()?;
        let raw = env.raw();
        let (mut event_loop, mut reference, mut name, mut context) =
            (null_mut(), null_mut(), null_mut(), null_mut());
        // SAFETY: called on the thread of `env`, with places that outlive the calls.
        unsafe {
            check(sys::napi_get_uv_event_loop(raw, &mut event_loop))?;
            check(sys::napi_create_string_utf8(
                raw,
                subject.as_ptr(),
                subject.to_bytes().len() as isize,
                &mut name,
            ))?;
            check(sys::napi_create_reference(
                raw,
                function.raw(),
                1,
                &mut reference,
            ))?;
            check(sys::napi_async_init(raw, null_mut(), name, &mut context))?;
            let handle = libc::calloc(1, (uv.handle_size)(UV_ASYNC));
            if handle.is_null() || (uv.init_async)(event_loop.cast(), handle, on_wake) != 0 {
                libc::free(handle);
                return Err(Error::from_reason("The event loop takes no wake-ups."));
            }
            let callee = Box::into_raw(Box::new(Callee {
                env: raw,
                function: reference,
                context,
            }));
            *data_of(handle) = callee;
            Ok(Self { uv, handle, callee })
        }
    }

    pub fn sender(&self) -> Sender {
        Sender {
            handle: self.handle,
            send: self.uv.send_async,
        }
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        // SAFETY: made by `new` on this thread, and dropped once; libuv frees the handle when it is done with it.
        unsafe {
            *data_of(self.handle) = null_mut();
            (self.uv.close)(self.handle, Some(on_closed));
            let callee = Box::from_raw(self.callee);
            sys::napi_delete_reference(callee.env, callee.function);
            sys::napi_async_destroy(callee.env, callee.context);
        }
    }
}

/// The user's pointer is the first member of every handle, by libuv's public header.
fn data_of(handle: Handle) -> *mut *mut Callee {
    handle.cast()
}

extern "C" fn on_wake(handle: Handle) {
    // SAFETY: libuv calls on the thread of the environment, with a handle that `new` made and Drop has not emptied.
    unsafe {
        let Some(callee) = (*data_of(handle)).as_ref() else {
            return;
        };
        // The function may close the device and with it free `callee`.
        let (env, context) = (callee.env, callee.context);
        let (mut scope, mut function, mut global) = (null_mut(), null_mut(), null_mut());
        sys::napi_open_handle_scope(env, &mut scope);
        sys::napi_get_reference_value(env, callee.function, &mut function);
        sys::napi_get_global(env, &mut global);
        let mut answer = null_mut();
        sys::napi_make_callback(
            env,
            context,
            global,
            function,
            0,
            std::ptr::null(),
            &mut answer,
        );
        let (mut is_thrown, mut thrown) = (false, null_mut());
        sys::napi_is_exception_pending(env, &mut is_thrown);
        if is_thrown {
            sys::napi_get_and_clear_last_exception(env, &mut thrown);
            sys::napi_fatal_exception(env, thrown);
        }
        sys::napi_close_handle_scope(env, scope);
    }
}

extern "C" fn on_closed(handle: Handle) {
    // SAFETY: allocated by calloc in `new`; libuv hands it back once.
    unsafe { libc::free(handle) };
}

fn check(status: sys::napi_status) -> Result<()> {
    if status == sys::Status::napi_ok {
        return Ok(());
    }
    Err(Error::from_reason(format!("Node-API answered {status}.")))
}
