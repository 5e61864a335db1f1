! SPDX-License-Identifier: GPL-2.0-or-later

! Fortran's runtime library installs fault handlers at its start, so that this is code with
! exact faults: array operations, formatted input and output, complex numbers, allocation.
module shapes
  implicit none
  type, abstract :: shape
  contains
    procedure(area_of), deferred :: area
  end type
  abstract interface
    pure real(8) function area_of(self)
      import :: shape
      class(shape), intent(in) :: self
    end function
  end interface
  type, extends(shape) :: disc
    real(8) :: r
  contains
    procedure :: area => disc_area
  end type
contains
  pure real(8) function disc_area(self)
    class(disc), intent(in) :: self
    disc_area = acos(-1d0) * self%r**2
  end function
  recursive integer function ackermann(m, n) result(r)
    integer, intent(in) :: m, n
    if (m == 0) then
      r = n + 1
    else if (n == 0) then
      r = ackermann(m - 1, 1)
    else
      r = ackermann(m - 1, ackermann(m, n - 1))
    end if
  end function
end module

program fortran
  use shapes
  use, intrinsic :: ieee_arithmetic
  implicit none
  integer, parameter :: n = 60
  real(8) :: a(n, n), b(n, n), c(n, n), x
  real(4), allocatable :: v(:)
  complex(8) :: z
  class(shape), allocatable :: s
  character(len=60) :: line
  integer :: i, j, status
  integer(8) :: k

  do j = 1, n
    do i = 1, n
      a(i, j) = sin(real(i * j, 8))
      b(i, j) = cos(real(i + j, 8))
    end do
  end do
  c = matmul(a, transpose(b))
  print '(a,3es24.16)', 'matmul', sum(c), maxval(c), minval(c)
  print *, count(c > 0), maxloc(c), dot_product(a(:, 1), b(1, :)), norm2(a)
  z = (1d0, 2d0)
  print '(4es24.16)', exp(z)**2, sqrt(-z)
  allocate (v(1000))
  call fill(v)
  print *, sum(v), v(500), any(v > 0.99), huge(x), tiny(x), epsilon(v)
  write (line, '(f12.6,i8,1x,l1,1x,z8.8)') 1d0 / 3, -42, .true., 48879
  print *, trim(line)
  read (line, *) x, i
  print *, x, i, index(line, '42'), adjustl(line(1:20))
  allocate (s, source=disc(2d0))
  print '(f20.14)', s%area()
  print *, ackermann(2, 300)
  x = 0
  print *, ieee_is_nan(x / x), 1 / x, ieee_class(-x) == ieee_negative_zero
  read (*, *, iostat=status) x
  print *, status
  k = 1
  do i = 1, 20
    k = k * i
  end do
  print '(i0)', k
  stop 4
contains
  subroutine fill(w)
    real(4), intent(out) :: w(:)
    integer :: seed, l
    seed = 1
    do l = 1, size(w)
      seed = modulo(seed * 16807, 65537)
      w(l) = real(seed) / 65537
    end do
  end subroutine
end program
