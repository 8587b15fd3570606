//! A small executor: one task, polled until it is done. When it waits, so does the program, for the
//! operation that is longest in flight.
use crate::operation;
use core::future::Future;
use core::pin::{pin, Pin};
use core::task::{Context, Poll, Waker};

/// Runs a future to its end.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut task = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = task.as_mut().poll(&mut context) {
            return output;
        }
        operation::wait_for_oldest();
    }
}

/// Both futures at once: what each submits is in flight beside the other's.
pub async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut from_a, mut from_b) = (None, None);
    core::future::poll_fn(move |context| {
        step(a.as_mut(), &mut from_a, context);
        step(b.as_mut(), &mut from_b, context);
        if from_a.is_some() && from_b.is_some() {
            Poll::Ready((from_a.take().unwrap(), from_b.take().unwrap()))
        } else {
            Poll::Pending
        }
    })
    .await
}

fn step<F: Future>(future: Pin<&mut F>, output: &mut Option<F::Output>, context: &mut Context) {
    if output.is_none() {
        if let Poll::Ready(value) = future.poll(context) {
            *output = Some(value);
        }
    }
}
